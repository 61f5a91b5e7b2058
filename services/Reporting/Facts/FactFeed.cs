using Guzhang.Contracts;
using Guzhang.Contracts.JobMatching;
using Guzhang.Contracts.Subsidy;
using Guzhang.Reporting.FollowUps;
using Guzhang.Reporting.People;
using Guzhang.Reporting.Qualifications;
using Guzhang.Reporting.Refusals;
using Npgsql;

namespace Guzhang.Reporting.Facts;

/// <summary>Takes the events of one source in: facts first, then what they make of the people and cases they speak of.</summary>
public sealed class FactFeed(PeopleTable people)
{
    /// <summary>A batch in six statements, however many events it has.</summary>
    public async Task Apply(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        var facts = events.Select(FactRow.Of).Where(f => f is not null).Select(f => f!.Value).ToList();
        if (facts.Count > 0)
        {
            await FactTable.Add([.. facts.Select(f => f.Row)], connection, cancel);
            await Renew(facts, connection, cancel);
        }

        var refusals = events.Select(RefusalChange.Of).OfType<RefusalChange>().ToList();
        if (refusals.Count > 0)
        {
            await RefusalTable.Add(refusals, connection, cancel);
        }
    }

    private async Task Renew(List<(FactRow Row, object Said)> facts, NpgsqlConnection connection, CancellationToken cancel)
    {
        var screened = facts.Select(f => f.Said).OfType<QualificationChanged>().ToList();
        var followed = facts.Select(f => f.Said).OfType<CaseEvent>().ToList();
        if (screened.Count > 0)
        {
            await QualificationTable.Save(screened, "reporting", connection, cancel);
        }

        if (followed.Count > 0)
        {
            await CaseTable.Save(followed, "reporting", connection, cancel);
        }

        if (screened.Count + followed.Count < facts.Count)
        {
            var forms = facts.Where(f => f.Said is not (QualificationChanged or CaseEvent)).Select(f => (f.Row.Laborer, f.Row.FormYear));
            await people.Renew(forms, connection, cancel);
        }
    }
}
