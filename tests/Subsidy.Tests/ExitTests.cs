namespace Guzhang.Subsidy.Tests;

/// <summary>An exit stops subsidies whatever year its form is of, and whatever the scheme asks.</summary>
[Trait("Req", "COL-07")]
[Trait("Req", "SUB-02")]
public sealed class ExitTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private const string Says = "当前状态正常（按最新专班确认的采集表）";

    private static Person Everything() =>
        Person.New() with { Facts = Person.Away("out-of-province") with { EmployedSince = "2020-03-02", Helped = true } };

    private static Person With(Person person, string status) => person with { Facts = person.Facts with { Status = status } };

    /// <summary>The line of a list that is left or entered by the form of another year.</summary>
    private async Task<Line> Listed(Person person, bool qualifies) => (await Eventually.Get(
        () => host.Qualifying("transport", $"&formYear=2020&state={(qualifies ? "qualifying" : "not-qualifying")}"), lines => lines.Exists(l => l.Laborer == person.Laborer)))
        .Single(l => l.Laborer == person.Laborer);

    [Fact]
    public async Task Given_an_exit_confirmed_on_the_form_of_the_next_year_then_the_earlier_year_stops_too_and_the_return_ends_that()
    {
        var person = Everything();
        await host.Confirmed(person);
        await host.Collection.Publish(With(person, "paused-army").Submitted(2, year: 2021), With(person, "paused-army").Confirmed(2, year: 2021));

        var stopped = await Listed(person, qualifies: false);

        stopped.FormVersion.Should().Be(1, "the year's own form is the one that is screened");
        stopped.Conditions.Where(c => !c.Met).Select(c => c.Says).Should().Equal($"{Says}：不符合（当前状态：暂时退出(参军)（第2版采集表））。");
        await host.Collection.Publish(person.Submitted(3, year: 2021), person.Confirmed(3, year: 2021));
        (await Listed(person, qualifies: true)).Conditions.Select(c => c.Says).Should().Contain($"{Says}：符合（当前状态：正常贫困劳动力（第3版采集表））。");

        // A form that changes nothing about that says nothing anew about the other year.
        var told = (await host.Said(person, "transport")).Count(s => s.FormYear == 2020);
        await host.Collection.Publish(person.Submitted(4, year: 2021), person.Confirmed(4, year: 2021));
        await Eventually.Get(() => host.Said(person, "transport"), said => said.Exists(s => s.FormVersion == 4));
        (await host.Said(person, "transport")).Count(s => s.FormYear == 2020).Should().Be(told).And.Be(3);
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Given_a_scheme_that_does_not_ask_who_counts_then_an_exit_stops_it_all_the_same()
    {
        await host.Edit("schemes.json", "\"version\": \"2020-demo-1\"", "\"version\": \"2020-demo-2\"");
        await host.RestartWith("schemes.json", "{ \"kind\": \"counted\" },", "");
        var person = Everything();
        (await host.Confirmed(person))["job-seeking"].Qualifies.Should().BeTrue();

        var screened = await host.Confirmed(With(person, "left-dead"), 2);

        screened.Values.Should().AllSatisfy(s => s.Missed.Should().Equal("on-the-list"));
        screened["job-seeking"].Says("on-the-list").Should().Be($"{Says}：不符合（当前状态：永久退出(死亡)）。");
    }
}
