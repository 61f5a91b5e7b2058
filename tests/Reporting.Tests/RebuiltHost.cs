namespace Guzhang.Reporting.Tests;

/// <summary>One service for the tests of rebuilding, which take turns.</summary>
[CollectionDefinition(nameof(RebuiltHost))]
public sealed class RebuiltHost : ICollectionFixture<ReportingHost>
{
    /// <summary>People with every history there is, and refusals that stand, are resolved, and stand again.</summary>
    internal static List<PublishedFact> Histories(string town = "433126101")
    {
        var facts = new List<PublishedFact>();
        foreach (var says in new[]
        {
            Person.Away("in-county"), Person.Away("out-of-province"), Person.Home(), Person.Home("in-county"),
            Person.Away("in-county") with { EmploymentForm = "self-employed" }, Person.Away("out-of-county") with { MonthsWorked = 2.9m },
        })
        {
            var person = Person.New() with { Town = town, Village = town + "200", Facts = says };
            var (moved, home, warned) = (person with { Town = "433126107" }, person with { Facts = Person.Home() }, person with { Warnings = [new("F11", "monthsWorked")] });
            facts.AddRange([person.Submitted(1), person.Returned(1), warned.Submitted(2), warned.Confirmed(2), moved.Submitted(3), home.Submitted(4), home.Confirmed(4)]);
            facts.AddRange([person.Submitted(5, year: 2019), person.Confirmed(5, year: 2019), person.Outdated(4, 5, Guid.NewGuid())]);
        }

        var (row, stays) = (RefusedRow.New() with { Town = town }, RefusedRow.New() with { Town = null });
        facts.AddRange([row.Refused(), (row with { Row = 3 }).Refused(), row.Resolved(), row.Refused(), row.Resolved(), (row with { Row = 9 }).Refused(), stays.Refused(year: null)]);
        return facts;
    }

    internal static string Text(Compared table) => $"{table.Table}: {table.Differing} differ, {string.Join(", ", table.First.Take(3).Select(r =>
        $"{string.Join(' ', r.Key.Values)} live {string.Join(' ', r.Live ?? [])} rebuilt {string.Join(' ', r.Rebuilt ?? [])}"))}";
}
