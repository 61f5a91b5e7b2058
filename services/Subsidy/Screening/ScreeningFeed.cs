using Guzhang.Contracts;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;
using Npgsql;

namespace Guzhang.Subsidy.Screening;

/// <summary>Takes Collection's events in: what is known of people, and of each confirmed form what it makes of them (SUB-02).</summary>
public sealed class ScreeningFeed(SubsidyPolicy policy, Screenings screenings)
{
    /// <summary>
    /// A batch in six statements, however many events it has. An answer is recorded at the time of the confirmation that
    /// led to it, also where it is read late.
    /// </summary>
    public async Task Apply(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        var about = events.Select(e => (Event: e, Of: Person.Of(e))).Where(a => a.Of is not null).Select(a => (a.Event, Of: a.Of!.Value)).ToList();
        if (about.Count == 0)
        {
            return;
        }

        var people = await PeopleTable.Lock(about.Select(a => a.Of), connection, cancel);
        var confirmed = new List<Screened>();
        foreach (var (e, of) in about)
        {
            var person = people[of] = (people.GetValueOrDefault(of) ?? new Person(of.Laborer, of.FormYear)).After(e);
            if (e.Type == EventTypes.FormConfirmed)
            {
                confirmed.Add(new Screened(person, e.RecordedAt, e.TraceParent));
            }
        }

        await PeopleTable.Save(people.Values, policy.Identity, "subsidy", connection, cancel);
        if (confirmed.Count > 0)
        {
            await screenings.Run(confirmed, connection, cancel);
        }
    }
}
