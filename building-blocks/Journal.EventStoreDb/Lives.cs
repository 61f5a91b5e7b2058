using System.Text.Json;
using EventStore.Client;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>A life of the journal, as its record says.</summary>
/// <param name="Epoch">Its number, higher than all before and of no other life.</param>
/// <param name="Before">The last position before it; nothing in the first.</param>
/// <param name="Since">A commit position in the log before which no event is its own; nothing for lives spent elsewhere, whose events were moved here.</param>
internal sealed record Life(long Epoch, string? Before, ulong? Since);

/// <summary>Where every n-th event that was moved here stands in the log: <paramref name="Position"/> is the one it kept.</summary>
internal sealed record Mark(string Position, ulong Commit, ulong Prepare);

/// <summary>The lives of a journal, oldest first, as they stood at one look.</summary>
internal sealed class Lives(IReadOnlyList<Life> all, IReadOnlyList<(Guzhang.Journal.Position Position, EventStore.Client.Position Log)> marks)
{
    /// <summary>The life that appends go to.</summary>
    public Life Present => all[^1];

    public IReadOnlyList<Life> All => all;

    public IReadOnlyList<long> Epochs => [.. all.Select(l => l.Epoch)];

    /// <summary>The position of an event in the log.</summary>
    public Guzhang.Journal.Position At(EventStore.Client.Position log)
    {
        var life = all.Last(l => l.Since <= log.CommitPosition);
        return new Guzhang.Journal.Position(life.Epoch, log.CommitPosition, (long)log.PreparePosition) { Before = life.Before };
    }

    /// <summary>The position that a moved event kept, whole.</summary>
    public Guzhang.Journal.Position Kept(string text)
    {
        var kept = Guzhang.Journal.Position.Parse(text);
        return kept with { Before = all.First(l => l.Epoch == kept.Epoch).Before };
    }

    /// <summary>A place in the log at or before which everything up to a position stands: reading starts there.</summary>
    public EventStore.Client.Position StartOf(Guzhang.Journal.Position after)
    {
        if (after == Guzhang.Journal.Position.Start)
        {
            return all[0].Since is { } since ? new EventStore.Client.Position(since, since) : EventStore.Client.Position.Start;
        }

        if (all.First(l => l.Epoch == after.Epoch).Since is not null)
        {
            return new EventStore.Client.Position(after.Tx, (ulong)after.Number);
        }

        var at = marks.LastOrDefault(m => m.Position <= after);
        return at.Log;
    }

    /// <summary>Throws unless every part of the way to a position is in this journal.</summary>
    /// <param name="asked">The position.</param>
    /// <param name="last">The last event of the present life, or the journal's last.</param>
    /// <exception cref="AbandonedTimelineException">It isn't; with the last place that both histories have.</exception>
    public void RefuseAbandoned(Guzhang.Journal.Position asked, Guzhang.Journal.Position last)
    {
        var shared = Guzhang.Journal.Position.Start;
        foreach (var end in asked.Path)
        {
            var life = Enumerable.Range(0, all.Count).Where(i => all[i].Epoch == end.Epoch).Select(i => (int?)i).SingleOrDefault();
            if (life is not { } i)
            {
                throw new AbandonedTimelineException(asked, shared);
            }

            var until = i == all.Count - 1 ? last : Guzhang.Journal.Position.Parse(all[i + 1].Before);
            if (end > until)
            {
                throw new AbandonedTimelineException(asked, until);
            }

            shared = end;
        }
    }

    public static byte[] Write<T>(T record) => JsonSerializer.SerializeToUtf8Bytes(record, JsonSerializerOptions.Web);

    public static T Read<T>(EventRecord record) => JsonSerializer.Deserialize<T>(record.Data.Span, JsonSerializerOptions.Web)!;
}
