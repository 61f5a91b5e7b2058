using Guzhang.Contracts.Collection;

namespace Guzhang.Reporting.Tests;

public sealed class CountingTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    private async Task<Listed> Confirmed(params FormFacts[] forms)
    {
        var person = Person.New();
        var facts = forms.SelectMany((f, i) => new[] { (person with { Facts = f }).Submitted(i + 1), (person with { Facts = f }).Confirmed(i + 1) });
        await host.After([.. facts]);
        return (await host.People("confirmed")).Single(p => p.Laborer == person.Laborer);
    }

    [Theory]
    [InlineData("in-county", 1.0, 3000, "counted", "in-county")]
    [InlineData("in-county", 0.9, 3000, "below-standard", "in-county")]
    [InlineData("in-county", 1.0, 2999.99, "below-standard", "in-county")]
    [InlineData("out-of-county", 3.0, 9000, "counted", "out-of-county-in-province")]
    [InlineData("out-of-prefecture", 3.0, 8999.99, "below-standard", "out-of-county-in-province")]
    [InlineData("out-of-province", 3.0, 9000, "counted", "out-of-province")]
    [InlineData("out-of-province", 2.9, 90000, "below-standard", "out-of-province")]
    public async Task Given_a_confirmed_form_at_or_under_a_limit_then_at_the_limit_counts(
        string place, double months, double income, string category, string column)
    {
        var listed = await Confirmed(Person.Away(place) with { MonthsWorked = (decimal)months, AnnualIncome = (decimal)income });
        (listed.Category, listed.Place).Should().Be((category, column));
    }

    [Fact]
    public async Task Given_someone_at_home_with_a_confirmed_section_2_before_then_that_says_place_and_employment()
    {
        var listed = await Confirmed(Person.Away("out-of-province"), Person.Home("in-county"));
        listed.Should().BeEquivalentTo(new { Category = "counted", Place = "out-of-province", WorkingNow = false });

        var founder = await Confirmed(Person.Away("in-county") with { EmploymentForm = "self-employed" }, Person.Home("out-of-province"));
        founder.Category.Should().Be("self-employed");

        // The last of them, over another form at home.
        var twice = await Confirmed(Person.Away("out-of-province"), Person.Away("in-county"), Person.Home(), Person.Home());
        twice.Place.Should().Be("in-county");
    }

    [Fact]
    public async Task Given_someone_at_home_with_the_place_before_return_only_then_that_counts_as_wage_work_there()
    {
        var low = Person.Home("in-county") with { MonthsWorked = 1, AnnualIncome = 3000 };
        (await Confirmed(low)).Should().BeEquivalentTo(new { Category = "counted", Place = "in-county", WorkingNow = false });
    }

    [Fact]
    public async Task Given_someone_at_home_of_whom_nothing_is_known_then_the_limits_out_of_county_apply_and_never_out_of_province()
    {
        (await Confirmed(Person.Home() with { MonthsWorked = 3, AnnualIncome = 9000 }))
            .Should().BeEquivalentTo(new { Category = "counted", Place = "out-of-county-in-province", WorkingNow = false });
        (await Confirmed(Person.Home() with { MonthsWorked = 2, AnnualIncome = 9000 })).Category.Should().Be("below-standard");
    }

    [Fact]
    public async Task Given_an_unconfirmed_section_2_then_someone_at_home_has_none()
    {
        var person = Person.New();
        await host.After(
            (person with { Facts = Person.Away("out-of-province") }).Submitted(1),
            (person with { Facts = Person.Home() }).Submitted(2), (person with { Facts = Person.Home() }).Confirmed(2));
        (await host.People("confirmed")).Single(p => p.Laborer == person.Laborer).Place.Should().Be("out-of-county-in-province");
    }
}

public sealed class CountingPolicyTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    [Fact]
    public async Task Given_people_on_a_limit_when_the_policy_reads_more_than_then_they_no_longer_count()
    {
        var person = Person.New() with { Facts = Person.Away("in-county") with { MonthsWorked = 1, AnnualIncome = 3000 } };
        (await host.After(person.Submitted(), person.Confirmed())).Total["counted"].Should().Be(1);

        await host.RestartWith("counting.json", "atLeast", "moreThan");

        var table = await host.Dispatch();
        (table.Total["counted"], table.Total["belowStandard"], table.Total["confirmed"]).Should().Be((0, 1, 1));
    }
}

/// <summary>The same confirmed people under one reading of the plan after the other: each setting moves the figure that it shapes.</summary>
public sealed class ReadingsTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    private static readonly FormFacts Away = Person.Away("out-of-county");

    private static readonly (string Setting, string Planned, string Otherwise, FormFacts[] Forms, string From, string To)[] Readings =
    [
        ("monthsAndIncome", "\"both\"", "\"either\"", [Away with { MonthsWorked = 2 }], "belowStandard", "counted"),
        ("limits", "\"out-of-county\": { \"months\": 3, \"income\": 9000 }", "\"out-of-county\": { \"months\": 1, \"income\": 3000 }", [Away with { MonthsWorked = 1 }], "belowStandard", "counted"),
        ("placesThatCount", "[ \"in-county\", ", "[ ", [Person.Away("in-county")], "inCounty", "otherNotCounted"),
        ("placeOfSomebodyAtHome", "\"lastThenBefore\"", "\"beforeThenLast\"", [Person.Away("in-county"), Person.Home("out-of-province")], "inCounty", "outOfProvince"),
        ("statusesThatCount", "[ \"normal\" ]", "[ \"normal\", \"paused-school\" ]", [Away with { Status = "paused-school" }], "otherNotCounted", "counted"),
        ("verificationsThatCount", "[ \"verified\" ]", "[ \"verified\", \"unverified\" ]", [Away with { Verification = "unverified" }], "otherNotCounted", "counted"),
        ("abilitiesThatCount", ", \"weak\" ]", " ]", [Away with { Ability = "weak" }], "counted", "otherNotCounted"),
        ("industriesOfFarming", "[ \"planting\", \"breeding\" ]", "[]", [Away with { Industry = "planting", EmploymentForm = "other" }], "otherNotCounted", "counted"),
        ("employmentFormsOfWages", "\"cooperative\", ", "", [Away with { Industry = "planting", EmploymentForm = "cooperative" }], "counted", "otherNotCounted"),
        ("homeNow", "\"counts\"", "\"doesNotCount\"", [Person.Home("out-of-county")], "homeNow", "otherNotCounted"),
        ("selfEmployed", "\"selfEmployed\": \"apart\"", "\"selfEmployed\": \"counts\"", [Away with { EmploymentForm = "self-employed" }], "selfEmployed", "counted"),
        ("neverWorked", "\"neverWorked\": \"apart\"", "\"neverWorked\": \"byStandard\"", [Person.Home() with { NotWorkingType = "never-worked", MonthsWorked = 0, AnnualIncome = 0 }], "leads", "belowStandard"),
    ];

    [Fact]
    public async Task Given_the_same_facts_when_a_setting_reads_the_plan_otherwise_then_the_figure_is_another()
    {
        foreach (var forms in Readings.Select(r => r.Forms))
        {
            var person = Person.New();
            await host.After([.. forms.SelectMany((f, i) => new[] { (person with { Facts = f }).Submitted(i + 1), (person with { Facts = f }).Confirmed(i + 1) })]);
        }

        var before = (await host.Dispatch()).Total;
        var policy = await host.Policy("counting.json");
        foreach (var (setting, planned, otherwise, _, from, to) in Readings)
        {
            policy.Should().Contain(planned);
            await host.RestartWith("counting.json", policy.Replace(planned, otherwise, StringComparison.Ordinal));

            var after = (await host.Dispatch()).Total;

            after[from].Should().BeLessThan(before[from], setting);
            after[to].Should().BeGreaterThan(before[to], setting);
            after["confirmed"].Should().Be(before["confirmed"], setting);
        }

        await host.RestartWith("counting.json", policy);
        (await host.Dispatch()).Total.Should().BeEquivalentTo(before);
    }
}
