using Guzhang.Contracts.Collection;

namespace Guzhang.JobMatching.Tests;

/// <summary>Which forms open a case (docs/decisions/0010), before anybody has confirmed them.</summary>
[Trait("Req", "JOB-01")]
public sealed class OpeningTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    private static FormFacts Of(string who) => who switch
    {
        "returned" => Person.Home("out-of-province") with { NotWorkingType = "never-worked", WillingToWork = true },
        "lost work" => Person.Home() with { WillingToWork = true },
        "a plan to go" => Person.Home() with { PlanToGo = true },
        "a wish that can't be stated as a plan" => Returnees.Home() with { PlanToGo = false, NoPlanReason = "other" },
        "at work" => Person.Away("in-county") with { WillingToWork = true, Returned = true },
        "not asked" => Returnees.Home() with { WillingToWork = null },
        "not willing" => Returnees.Home() with { WillingToWork = false },
        "never worked away" => Person.Home() with { NotWorkingType = "never-worked", WillingToWork = true },
        "left the list" => Returnees.Home() with { Status = "paused-school" },
        _ => throw new ArgumentOutOfRangeException(nameof(who)),
    };

    [Theory]
    [InlineData("returned")]
    [InlineData("lost work")]
    [InlineData("a plan to go")]
    [InlineData("a wish that can't be stated as a plan")]
    public async Task Given_a_form_of_somebody_home_out_of_work_and_willing_then_a_case_is_open_from_that_form_on(string who)
    {
        var person = Person.New() with { Facts = Of(who) };
        await host.Collection.Publish(person.Submitted());

        var opened = await host.CaseOf(person);

        opened.Should().BeEquivalentTo(new
        {
            State = "open",
            StateText = "跟踪中",
            person.Town,
            person.Village,
            FormYear = 2020,
            Stage = 0,
            Breach = false,
            FirstReportedAt = host.Collection.Now,
            DueAt = host.Collection.Now.AddHours(72),
            NextStageAt = (DateTimeOffset?)host.Collection.Now.AddHours(24),
        });
        opened.Policy.Should().MatchRegex("^2020-1/[0-9a-f]{12}$");
    }

    [Theory]
    [InlineData("at work")]
    [InlineData("not asked")]
    [InlineData("not willing")]
    [InlineData("never worked away")]
    [InlineData("left the list")]
    public async Task Given_a_form_of_anybody_else_then_there_is_no_case(string who)
    {
        var person = Person.New() with { Facts = Of(who) };
        await host.Known(person);

        (await host.CasesOf(person)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_an_open_case_when_another_form_says_the_same_then_it_is_noted_and_there_is_no_second_clock()
    {
        var person = Returnees.New(notPicky: false);
        await host.Known(person);
        var opened = await host.CaseOf(person);
        await host.Advance(1);
        await host.Known(person with { Facts = Returnees.Home(notPicky: true) }, 2);
        await host.Known(person with { Facts = Returnees.Home(notPicky: false) }, 3);

        var still = await host.CaseOf(person, c => c.NotPicky);

        (still.Id, still.FirstReportedAt, still.DueAt).Should().Be((opened.Id, opened.FirstReportedAt, opened.DueAt));
        (await host.History(still)).Says.Should().Equal(
            "采集人员首次报告（第1版采集表）：在家、失业、有就业意愿；失业时间 2020-10-01，未表示不挑不拣。自此刻起计时。",
            "采集人员再次报告（第2版采集表）：记入本案，时限不变；不挑不拣。",
            "采集人员再次报告（第3版采集表）：记入本案，时限不变。");
    }

    [Fact]
    public async Task Given_the_same_messages_twice_then_nothing_is_opened_or_noted_twice()
    {
        var person = Returnees.New();
        await host.Known(person);
        var opened = await host.CaseOf(person);

        await host.Collection.PublishAllAgain();
        // Behind all that on every partition: a marker.
        foreach (var marker in Enumerable.Range(0, 12).Select(_ => Person.New()).ToList())
        {
            await host.Known(marker);
        }

        (await host.CaseOf(person)).Id.Should().Be(opened.Id);
        (await host.Published(opened)).Should().ContainSingle();
    }
}
