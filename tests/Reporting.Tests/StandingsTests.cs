namespace Guzhang.Reporting.Tests;

/// <summary>Who qualifies for a scheme, and the 72-hour cases: figures from Subsidy and JobMatching.</summary>
[Trait("Req", "RPT-02")]
[Trait("Req", "RPT-04")]
public sealed class StandingsTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    private static readonly string[] Columns = ["qualifiesTransport", "qualifiesJobSeeking", "casesOpen", "casesInTime", "casesBreach"];

    private async Task<string> Figures(string? town, Func<Dictionary<string, long>, bool> enough)
    {
        var table = await host.DispatchWhen(t => enough(t.Of(town).Figures));
        return string.Join(' ', Columns.Select(c => table.Of(town).Figures[c]));
    }

    [Fact]
    public async Task Given_everything_the_two_can_say_then_the_newest_of_each_counts_and_every_figure_opens_a_list_as_long()
    {
        await host.Standings("433126104");
        await host.Standings("433126106");
        await host.Subsidy.Publish((Qualification.New() with { Town = "433127101" }).Says("transport", true));
        var table = await host.DispatchWhen(t => t.Of(null).Figures["qualifiesTransport"] == 1);

        foreach (var town in new[] { "433126104", "433126106" })
        {
            Columns.Select(c => table.Of(town).Figures[c]).Should().Equal([4, 3, 3, 1, 2], town);
            table.Of(town).Figures["rawBase"].Should().Be(0, "nobody is on record there");
        }

        foreach (var column in Columns)
        {
            table.Total[column].Should().Be(table.Lines.Sum(l => l.Figures[column]));
            (await host.People(column, limit: 2)).Should().HaveCount((int)table.Total[column]).And.AllSatisfy(p => p.Laborer.Should().NotBeNull());
            foreach (var line in table.Lines)
            {
                (await host.People(column, line.Town ?? "unknown")).Should().HaveCount((int)line.Figures[column], $"{column} {line.Name}");
            }
        }

        (await host.People("casesBreach", "433126104")).Should().AllSatisfy(p => (p.Case is not null, p.Breach).Should().Be((true, true)));
        (await host.People("casesInTime", "433126104")).Should().ContainSingle().Which.Should().BeEquivalentTo(new { FollowUp = "placed", InTime = true, Breach = false });
        (await host.People("qualifiesJobSeeking", "433126104")).Should().AllSatisfy(p => p.Scheme.Should().Be("job-seeking"));
    }

    [Fact]
    public async Task Given_one_case_then_each_event_moves_it_to_the_column_and_the_town_it_says()
    {
        var followed = FollowUp.New() with { Town = "433126107" };
        await host.JobMatching.Publish(followed.Opened());
        (await Figures("433126107", f => f["casesOpen"] == 1)).Should().Be("0 0 1 0 0");
        await host.JobMatching.Publish(followed.Escalated(72, breach: true));
        (await Figures("433126107", f => f["casesBreach"] == 1)).Should().Be("0 0 1 0 1");
        await host.JobMatching.Publish(followed.HandedOver("433126108"));
        (await Figures("433126107", f => f["casesOpen"] == 0)).Should().Be("0 0 0 0 0");
        (await Figures("433126108", f => f["casesOpen"] == 1)).Should().StartWith("0 0 1");
        await host.JobMatching.Publish((followed with { Town = "433126108" }).Closed("placed", inTime: true, breach: false));
        (await Figures("433126108", f => f["casesInTime"] == 1)).Should().Be("0 0 0 1 0", "evidence of an earlier time takes a breach back");
    }

    [Fact]
    public async Task Given_one_person_then_each_answer_of_a_scheme_holds_until_the_next()
    {
        var person = Qualification.New() with { Town = "433126103" };
        await host.Subsidy.Publish(person.Says("transport", true), person.Says("job-seeking", false), person.Says("transport", true, year: 2019));
        (await Figures("433126103", f => f["qualifiesTransport"] == 1)).Should().Be("1 0 0 0 0");
        await host.Subsidy.Publish(person.Says("transport", false, 2), person.Says("job-seeking", true, 2));
        (await Figures("433126103", f => f["qualifiesJobSeeking"] == 1)).Should().Be("0 1 0 0 0");
    }

    [Fact]
    public async Task Given_the_same_messages_twice_then_the_figures_stay()
    {
        await host.Standings("433126105");
        var before = await host.Dispatch();
        await host.Subsidy.PublishAllAgain();
        await host.JobMatching.PublishAllAgain();
        await host.Standings("433126101");

        (await host.Dispatch()).Of("433126105").Should().BeEquivalentTo(before.Of("433126105"));
    }

    [Fact]
    public async Task Given_a_fact_of_the_wrong_source_then_it_is_parked_and_counts_nowhere()
    {
        var person = Qualification.New() with { Town = "433126103" };
        await host.Collection.Publish(person.Says("transport", true) with { Aggregate = $"laborer-{person.Laborer}" });

        (await Eventually.Get(() => host.Scalar<long>("select count(*) from journal.parked where source = 'collection'"), n => n == 1)).Should().Be(1);
        (await host.Scalar<long>($"select count(*) from reporting.qualifications where laborer = '{person.Laborer}'")).Should().Be(0);
    }

    [Fact]
    public async Task Given_events_of_three_sources_then_the_table_says_up_to_which_position_of_each()
    {
        await host.Collection.Publish(Person.New().Submitted());
        await host.Standings();
        var table = await host.DispatchWhen(t => t.Positions.Count == 3);
        table.Positions.Keys.Should().BeEquivalentTo("collection", "subsidy", "jobmatching");
    }
}
