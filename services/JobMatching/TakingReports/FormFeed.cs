using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.Closing;
using Guzhang.JobMatching.People;
using Guzhang.JobMatching.Policy;
using Npgsql;

namespace Guzhang.JobMatching.TakingReports;

/// <summary>
/// Takes Collection's events in: accepted forms are reports, confirmed ones can end a case. What they lead to is recorded at
/// the time of the event, also where it is read late: so a case's clock runs from the first report.
/// </summary>
public sealed class FormFeed(FollowUpPolicy policy, CaseWriter writer)
{
    /// <summary>A batch in five statements, however many events it has.</summary>
    public async Task Apply(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        var said = events.Select(e => (Event: e, Form: Read(e))).Where(s => s.Form is not null).ToList();
        if (said.Count == 0)
        {
            return;
        }

        var laborers = said.Select(s => Laborer(s.Form!)).ToHashSet();
        var people = await PersonTable.Lock(laborers, connection, cancel);
        var open = await CaseTable.LockOpen(laborers, connection, cancel);
        var changes = new List<CaseChange>();
        foreach (var (e, form) in said)
        {
            var laborer = Laborer(form!);
            var (before, current) = (people.GetValueOrDefault(laborer), open.GetValueOrDefault(laborer));
            people[laborer] = form is FormSubmitted accepted ? Person.After(before, accepted, e.RecordedAt) : Person.After(before, (FormConfirmed)form!, e.RecordedAt);
            if (Decide(form!, e, people[laborer], current) is { } decided)
            {
                var after = Case.After(current, decided, e.RecordedAt);
                changes.Add(new CaseChange(after, decided, e.RecordedAt, e.TraceParent));
                open.Remove(laborer);
                if (after.IsOpen)
                {
                    open[laborer] = after;
                }
            }
        }

        await PersonTable.Save(people.Values, "jobmatching", connection, cancel);
        await writer.Store(changes, connection, cancel);
    }

    /// <summary>Pure: what a form does to the person's case, if anything.</summary>
    private CaseEvent? Decide(object form, PublishedEvent e, Person person, Case? open) => form switch
    {
        FormSubmitted when person.HasLeft && open is null => null,
        FormSubmitted accepted => Report.Of(accepted, e.RecordedAt)?.Decide(open, policy, Guid.CreateVersion7()) ?? (open is null ? null : FormEnd.Announced(open, accepted)),
        FormConfirmed confirmed when open is not null => FormEnd.Decide(open, person, confirmed, e.RecordedAt),
        _ => null,
    };

    private static object? Read(PublishedEvent e) => e.Type switch
    {
        EventTypes.FormSubmitted => e.Read<FormSubmitted>(),
        EventTypes.FormConfirmed => e.Read<FormConfirmed>(),
        _ => null,
    };

    private static Guid Laborer(object form) => form is FormSubmitted accepted ? accepted.Laborer : ((FormConfirmed)form).Laborer;
}
