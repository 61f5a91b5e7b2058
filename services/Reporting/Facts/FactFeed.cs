using Guzhang.Contracts;
using Guzhang.Reporting.People;
using Guzhang.Reporting.Refusals;
using Npgsql;

namespace Guzhang.Reporting.Facts;

/// <summary>Takes Collection's events in: facts first, then what they make of the people they speak of.</summary>
public sealed class FactFeed(PeopleTable people)
{
    /// <summary>A batch in six statements, however many events it has.</summary>
    public async Task Apply(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        var facts = events.Select(FactRow.Of).Where(f => f is not null).Select(f => f!.Value.Row).ToList();
        if (facts.Count > 0)
        {
            await FactTable.Add(facts, connection, cancel);
            await people.Renew(facts.Select(f => (f.Laborer, f.FormYear)), connection, cancel);
        }

        var refusals = events.Select(RefusalChange.Of).OfType<RefusalChange>().ToList();
        if (refusals.Count > 0)
        {
            await RefusalTable.Add(refusals, connection, cancel);
        }
    }
}
