using System.Diagnostics;
using EventStore.Client;
using LogPosition = EventStore.Client.Position;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>Reading all events, by the log.</summary>
public sealed partial class EventStoreDbJournal
{
    /// <summary>Whoever was away for long on a busy server has much of others' to search; a server that is gone is known by its connection.</summary>
    private static readonly TimeSpan SearchPatience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LivesLast = TimeSpan.FromSeconds(5);

    private readonly IEventFilter _ours = StreamFilter.Prefix(4096, $"{name}-");
    private readonly Scanned _scanned = new();
    private (Lives Lives, long ReadAt)? _lives;

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> ReadAll(Guzhang.Journal.Position after, int max, CancellationToken cancel) =>
        Reached<IReadOnlyList<StoredEvent>>(async () =>
        {
            var lives = await LivesNow(after, cancel);
            if (after != Guzhang.Journal.Position.Start && !_scanned.Knows(after))
            {
                lives.RefuseAbandoned(after, await Last(lives, cancel));
            }

            // Behind the last event there may be much that is others': where nothing of ours was found once isn't searched again.
            var (searched, end) = _scanned.Begin(after);
            var start = searched ?? lives.StartOf(after);
            var events = new List<StoredEvent>();
            while (events.Count < max)
            {
                var asked = max - events.Count + 1;
                var got = 0;
                await foreach (var found in client.ReadAllAsync(Direction.Forwards, start, _ours, asked, deadline: SearchPatience, cancellationToken: cancel))
                {
                    got++;
                    var log = found.OriginalPosition!.Value;
                    start = log;
                    var stored = ToStored(found.Event, lives, log);
                    if (stored.Position > after && events.Count < max && (events.Count == 0 || stored.Position > events[^1].Position))
                    {
                        events.Add(stored);
                    }
                }

                if (got < asked)
                {
                    break;
                }
            }

            await Remember(after, events, end, cancel);
            return events;
        });

    /// <summary>The lives of this journal; the first begins when nobody has begun one. Those begun elsewhere are seen within seconds.</summary>
    private async Task<Lives> LivesNow(Guzhang.Journal.Position asked, CancellationToken cancel)
    {
        if (_lives is { } known && Stopwatch.GetElapsedTime(known.ReadAt) < LivesLast
            && (asked == Guzhang.Journal.Position.Start || asked.Epoch == known.Lives.Present.Epoch))
        {
            return known.Lives;
        }

        var record = new LifeRecord(client, name);
        var lives = await record.Read(cancel);
        if (lives.All.Count == 0)
        {
            // A journal that begins on a server full of others' events is never searched for before this place.
            await record.Begin(null, (await EndOfLog(cancel))?.CommitPosition ?? 0, cancel);
            lives = await record.Read(cancel);
        }

        _lives = (lives, Stopwatch.GetTimestamp());
        return lives;
    }

    /// <summary>The journal's last event.</summary>
    private async Task<Guzhang.Journal.Position> Last(Lives lives, CancellationToken cancel)
    {
        await foreach (var found in client.ReadAllAsync(Direction.Backwards, LogPosition.End, _ours, 1, deadline: Patience, cancellationToken: cancel))
        {
            return ToStored(found.Event, lives, found.OriginalPosition!.Value).Position;
        }

        return Guzhang.Journal.Position.Start;
    }

    /// <summary>Notes how far the log was searched: up to an event found, or to where it was seen to end before.</summary>
    private async Task Remember(Guzhang.Journal.Position after, List<StoredEvent> events, LogPosition? searched, CancellationToken cancel)
    {
        if (events.Count > 0)
        {
            _scanned.Found(events[^1].Position);
            return;
        }

        _scanned.FoundNothing(after, searched, await EndOfLog(cancel));
    }

    /// <summary>The last event on the server, whoever's.</summary>
    private async Task<LogPosition?> EndOfLog(CancellationToken cancel)
    {
        await foreach (var last in client.ReadAllAsync(Direction.Backwards, LogPosition.End, 1, deadline: Patience, cancellationToken: cancel))
        {
            return last.OriginalPosition;
        }

        return null;
    }
}
