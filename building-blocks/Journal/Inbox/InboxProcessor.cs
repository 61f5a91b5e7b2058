using System.Diagnostics;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Journal.Clock;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Journal.Inbox;

/// <summary>
/// Takes events into this service exactly once and in order per aggregate: <c>last + 1</c> applies, lower is dropped,
/// higher is fetched from the source's journal first. State change and inbox row commit together.
/// </summary>
public sealed partial class InboxProcessor(
    InboxOptions options, NpgsqlDataSource database, JournalClient journals, JournalWake wake, ILogger<InboxProcessor> log)
{
    /// <summary>
    /// Applies a batch. Throws where database or source are away, or the source lacks what comes before: then nothing was
    /// applied, and the caller tries again.
    /// </summary>
    public async Task Process(string source, IReadOnlyList<PublishedEvent> events, CancellationToken cancel)
    {
        if (Run.Of(events) is { } runs && await Advanced(source, events, runs, cancel))
        {
            return;
        }

        while (await Missing(source, events, cancel) is { Count: > 0 } missing)
        {
            Telemetry.Fetched.Add(missing.Count);
            events = [.. missing.Concat(events).DistinctBy(e => e.Id).OrderBy(e => e.Seq)];
        }
    }

    /// <summary>
    /// The usual case in few statements: all events are next for their aggregates, nothing is parked, the service takes
    /// them. False where it is not so; then nothing was done.
    /// </summary>
    private async Task<bool> Advanced(string source, IReadOnlyList<PublishedEvent> events, IReadOnlyList<Run> runs, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await new InboxState(options.Consumer, source, connection).Advance(runs, cancel))
        {
            return false;
        }

        var spans = new List<Activity>();
        try
        {
            await Hand([.. events.Select(e => Traced(e, spans))], connection, cancel);
        }
        catch (Exception failure) when (!Outage.Is(failure, cancel))
        {
            return false; // found again, alone, and parked
        }
        finally
        {
            spans.ForEach(s => s.Dispose());
        }

        await transaction.CommitAsync(cancel);
        wake.Wake();
        return true;
    }

    /// <summary>Applies what can be applied; where there is a gap applies nothing and returns the events that fill it.</summary>
    private async Task<IReadOnlyList<PublishedEvent>> Missing(string source, IReadOnlyList<PublishedEvent> events, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var state = new InboxState(options.Consumer, source, connection);
        var last = await state.Lock(events.Select(e => e.Aggregate), cancel);
        var (fresh, gaps) = Sort(events, last);
        if (gaps.Count > 0)
        {
            await transaction.RollbackAsync(cancel);
            return await journals.Fetch(source, gaps, cancel);
        }

        Telemetry.Dropped.Add(events.Count - fresh.Count);
        if (fresh.Count > 0)
        {
            await Apply(state, fresh, connection, transaction, cancel);
            await state.Save(fresh.GroupBy(e => e.Aggregate).ToDictionary(g => g.Key, g => g.Max(e => e.Seq)), cancel);
            await transaction.CommitAsync(cancel);
            wake.Wake();
        }

        return [];
    }

    /// <summary>Pure: which events are next for their aggregate, and which ranges [from, to) are not here.</summary>
    internal static (List<PublishedEvent> Fresh, List<Gap> Gaps) Sort(
        IReadOnlyList<PublishedEvent> events, IReadOnlyDictionary<string, long> last)
    {
        var reached = new Dictionary<string, long>(last);
        var fresh = new List<PublishedEvent>(events.Count);
        var gaps = new List<Gap>();
        foreach (var e in events)
        {
            var at = reached[e.Aggregate];
            if (e.Seq <= at)
            {
                continue;
            }

            if (e.Seq > at + 1)
            {
                gaps.Add(new Gap(e.Aggregate, at + 1, e.Seq));
            }

            reached[e.Aggregate] = e.Seq;
            fresh.Add(e);
        }

        return (fresh, gaps);
    }

    private async Task Apply(
        InboxState state, List<PublishedEvent> fresh, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var blocked = await state.Parked(fresh.Select(e => e.Aggregate).Distinct(), cancel);
        var spans = new List<Activity>();
        var traced = new List<PublishedEvent>(fresh.Count);
        foreach (var e in fresh)
        {
            if (blocked.Contains(e.Aggregate))
            {
                await state.Park(e, InboxState.Behind, cancel);
                continue;
            }

            traced.Add(Traced(e, spans));
        }

        try
        {
            await ApplyOrBisect(state, traced, blocked, connection, transaction, cancel);
        }
        finally
        {
            spans.ForEach(s => s.Dispose());
        }
    }

    /// <summary>The event with the span opened for it here, if somebody listens.</summary>
    private static PublishedEvent Traced(PublishedEvent e, List<Activity> spans)
    {
        Telemetry.Lag.Record((DateTimeOffset.UtcNow - e.StoredAt).TotalSeconds);
        if (Telemetry.Start($"consume {e.Type}", ActivityKind.Consumer, e.TraceParent) is not { } span)
        {
            return e;
        }

        spans.Add(span);
        return e with { TraceParent = span.Id };
    }

    /// <summary>All at once; where that fails, halves under savepoints until the failing event stands alone and is parked.</summary>
    private async Task ApplyOrBisect(
        InboxState state, List<PublishedEvent> events, HashSet<string> blocked,
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancel)
    {
        var behind = events.Where(e => blocked.Contains(e.Aggregate)).ToList();
        foreach (var e in behind)
        {
            await state.Park(e, InboxState.Behind, cancel);
        }

        events = behind.Count == 0 ? events : [.. events.Except(behind)];
        if (events.Count == 0)
        {
            return;
        }

        var savepoint = $"half_{events.Count}";
        await transaction.SaveAsync(savepoint, cancel);
        try
        {
            await Hand(events, connection, cancel);
        }
        catch (Exception failure) when (!Outage.Is(failure, cancel))
        {
            await transaction.RollbackAsync(savepoint, cancel);
            if (events.Count > 1)
            {
                var half = events.Count / 2;
                await ApplyOrBisect(state, events[..half], blocked, connection, transaction, cancel);
                await ApplyOrBisect(state, events[half..], blocked, connection, transaction, cancel);
                return;
            }

            await state.Park(events[0], InboxState.Reason(failure), cancel);
            blocked.Add(events[0].Aggregate);
            Telemetry.Parked.Add(1);
            Parked(log, options.Consumer, events[0].Source, events[0].Type, events[0].Id, failure.GetType().Name);
        }
    }

    /// <summary>Gives events to the service, in the caller's transaction.</summary>
    internal async Task Hand(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var clock in events.Where(e => e.Type == EventTypes.ClockSet))
        {
            await BusinessClock.Store(clock.Read<ClockSet>(), connection, cancel);
        }

        await options.Apply(events, connection, cancel);
        Telemetry.Applied.Add(events.Count);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Consumer}: parked {Source} {Type} {Id}: {Failure}")]
    private static partial void Parked(ILogger log, string consumer, string source, string type, Guid id, string failure);
}

/// <summary>Events of one aggregate in a batch, without a hole between the first and the last.</summary>
internal readonly record struct Run(string Aggregate, long First, long Last)
{
    /// <summary>Pure: the runs of a batch in the order of aggregates, the same everywhere; null where an aggregate's events have a hole or stand out of order.</summary>
    public static IReadOnlyList<Run>? Of(IReadOnlyList<PublishedEvent> events)
    {
        var runs = new SortedDictionary<string, Run>(StringComparer.Ordinal);
        foreach (var e in events)
        {
            if (!runs.TryGetValue(e.Aggregate, out var run))
            {
                runs[e.Aggregate] = new Run(e.Aggregate, e.Seq, e.Seq);
            }
            else if (e.Seq == run.Last + 1)
            {
                runs[e.Aggregate] = run with { Last = e.Seq };
            }
            else
            {
                return null;
            }
        }

        return [.. runs.Values];
    }
}

/// <summary>Published events of an aggregate from <paramref name="FromSeq"/> up to, not including, <paramref name="BeforeSeq"/>.</summary>
public sealed record Gap(string Aggregate, long FromSeq, long BeforeSeq);
