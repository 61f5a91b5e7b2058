using Guzhang.Contracts.JobMatching;
using Guzhang.Journal;
using Guzhang.Journal.Postgres;
using Npgsql;

namespace Guzhang.JobMatching.Cases;

/// <summary>A case after an event, when it was recorded, and the trace of what caused it.</summary>
public sealed record CaseChange(Case After, CaseEvent Event, DateTimeOffset At, string? Trace);

/// <summary>Stores cases and their events together, in the caller's transaction, which has locked the rows.</summary>
public sealed class CaseWriter(PostgresEventStore journal)
{
    /// <summary>In the order they happened; a case may be among them more than once.</summary>
    public async Task Store(IReadOnlyCollection<CaseChange> changes, NpgsqlConnection connection, CancellationToken cancel)
    {
        if (changes.Count == 0)
        {
            return;
        }

        await CaseTable.Save(changes.GroupBy(c => c.After.Id).Select(g => g.Last().After), "jobmatching", connection, cancel);
        var results = await journal.Append(connection, [.. changes.Select(Append)], cancel);
        if (results.Any(r => r.Outcome != AppendOutcome.Appended))
        {
            throw new InvalidOperationException("a case has events that its row doesn't know");
        }
    }

    private static StreamAppend Append(CaseChange change) => new(
        CaseEvents.Stream(change.After.Id), change.After.Version - 1,
        [new NewEvent(Guid.CreateVersion7(), CaseEvents.TypeOf(change.Event), CaseEvents.Json(change.Event))], change.At, change.Trace);
}
