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

        var people = await PeopleTable.Lock(about.Select(a => a.Of.Laborer), connection, cancel);
        var (changed, confirmed) = (new HashSet<(Guid Laborer, int FormYear)>(), new List<Screened>());
        foreach (var (e, of) in about)
        {
            var years = people.TryGetValue(of.Laborer, out var known) ? known : people[of.Laborer] = [];
            var before = Person.Newest(years.Values);
            years[of.FormYear] = (years.GetValueOrDefault(of.FormYear) ?? new Person(of.Laborer, of.FormYear)).After(e);
            changed.Add(of);
            if (e.Type == EventTypes.FormConfirmed)
            {
                confirmed.AddRange(Affected(of.FormYear, before, years.Values).Select(a => new Screened(a.Person, a.Newest, e.RecordedAt, e.TraceParent)));
            }
        }

        var screened = confirmed.Select(c => (c.Person.Laborer, c.Person.FormYear)).ToHashSet();
        await PeopleTable.Save(
            [.. changed.Union(screened).Select(c => people[c.Laborer][c.FormYear])],
            p => screened.Contains((p.Laborer, p.FormYear)) ? policy.Identity : null, "subsidy", connection, cancel);
        if (confirmed.Count > 0)
        {
            await screenings.Run(confirmed, connection, cancel);
        }
    }

    /// <summary>Pure: who is screened after a confirmation: its year; and every other where the newest confirmed status is another now (COL-07).</summary>
    private static IEnumerable<(Person Person, ConfirmedForm Newest)> Affected(int formYear, ConfirmedForm? before, IReadOnlyCollection<Person> years)
    {
        var newest = Person.Newest(years)!;
        return years.Where(y => y.FormYear == formYear || (y.Confirmed is not null && newest.Facts.Status != before?.Facts.Status)).Select(y => (y, newest));
    }
}
