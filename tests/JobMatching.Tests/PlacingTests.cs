using System.Net;
using Guzhang.Contracts.JobMatching;

namespace Guzhang.JobMatching.Tests;

/// <summary>A case closes on evidence of starting work, not on an offer.</summary>
[Trait("Req", "JOB-12")]
public sealed class PlacingTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    private async Task<CaseLine> Opened(Person person)
    {
        await host.Collection.Publish(person.Submitted());
        return await host.CaseOf(person);
    }

    [Fact]
    public async Task Given_a_confirmed_form_that_says_working_since_when_then_the_case_is_placed_in_time_and_only_the_confirmation_did_it()
    {
        var person = Returnees.New();
        var opened = await Opened(person);
        await host.Collection.Publish(person.AtWork().Submitted(2));
        await host.UntilKnown(person, 2);
        (await host.CaseOf(person)).State.Should().Be("open");
        await host.Collection.Publish(person.AtWork().Confirmed(2, officer: "officer-7"));

        var placed = await host.CaseOf(person, c => c.State == "placed");

        placed.Should().BeEquivalentTo(new { opened.Id, StateText = "已上岗", InTime = true, Breach = false, ClosedAt = (DateTimeOffset?)host.Collection.Now });
        (await host.History(placed)).Says.Skip(1).Should().Equal(
            "第2版采集表称已务工，待专班确认。", "结束跟踪：已上岗，2020-10-13 上岗，凭据为专班确认的采集表（第2版采集表）；在时限内。");
        (await host.Published(placed))[^1].Read<CaseClosed>().Should().BeEquivalentTo(new { Evidence = "confirmed-form", StartedOn = "2020-10-13", FormVersion = 2, Officer = "officer-7" });
    }

    [Theory]
    [InlineData(72, true, false)]
    [InlineData(72.01, false, true)]
    public async Task Given_evidence_at_the_limit_then_at_the_limit_is_in_time_and_after_it_the_breach_stays(double hours, bool inTime, bool breach)
    {
        var person = Returnees.New(notPicky: true);
        await Opened(person);
        host.Collection.Now = host.Collection.Now.AddHours(hours);
        await host.Collection.Publish(person.AtWork().Submitted(2), person.AtWork().Confirmed(2));

        (await host.CaseOf(person, c => c.State == "placed")).Should().BeEquivalentTo(new { InTime = inTime, Breach = breach });
        await host.Advance(0);
    }

    [Fact]
    public async Task Given_a_breach_when_placed_afterwards_then_it_stays_on_record()
    {
        var person = Returnees.New(notPicky: true);
        await Opened(person);
        await host.Advance(73);
        await host.CaseOf(person, c => c.Breach);
        await host.Collection.Publish(person.AtWork().Submitted(2), person.AtWork().Confirmed(2));

        var placed = await host.CaseOf(person, c => c.State == "placed");

        (placed.InTime, placed.Breach).Should().Be((false, true));
        (await host.History(placed)).Says.Last().Should().EndWith("；超过时限，超时记录保留。");
        (await host.All("breach")).Should().Contain(c => c.Id == placed.Id);
    }

    [Fact]
    public async Task Given_a_form_accepted_in_time_and_confirmed_late_then_the_placement_is_in_time_and_ends_at_the_confirmation()
    {
        var person = Returnees.New(notPicky: true);
        var opened = await Opened(person);
        host.Collection.Now = opened.FirstReportedAt.AddHours(30);
        await host.Known(person.AtWork(), 2);
        await host.Collection.SetClock(opened.FirstReportedAt.AddHours(100));
        (await host.CaseOf(person, c => c.Breach)).State.Should().Be("open");
        await host.Collection.Publish(person.AtWork().Confirmed(2));

        (await host.CaseOf(person, c => c.State == "placed"))
            .Should().BeEquivalentTo(new { InTime = true, Breach = false, ClosedAt = (DateTimeOffset?)opened.FirstReportedAt.AddHours(100) });
    }

    [Fact]
    public async Task Given_a_breach_told_before_evidence_of_an_earlier_time_is_read_then_the_evidence_takes_it_back()
    {
        var person = Returnees.New(notPicky: true);
        var opened = await Opened(person);
        await host.Advance(80);
        await host.CaseOf(person, c => c.Breach);
        var now = host.Collection.Now;
        host.Collection.Now = opened.FirstReportedAt.AddHours(70);
        await host.Collection.Publish(person.AtWork().Submitted(2), person.AtWork().Confirmed(2));
        host.Collection.Now = now;

        (await host.CaseOf(person, c => c.State == "placed")).Should().BeEquivalentTo(new { InTime = true, Breach = false });
    }

    [Fact]
    public async Task Given_a_form_from_before_the_report_when_it_is_confirmed_after_it_then_it_says_nothing_about_the_case()
    {
        var person = Person.New() with { Facts = Person.Away("out-of-province") with { EmployedSince = "2020-03-02" } };
        await host.Known(person);
        await host.Advance(1);
        var opened = await host.Do("reports", new { laborer = person.Laborer, reportedBy = "town", willing = true, notPicky = true });
        await host.Advance(1);
        await host.Collection.Publish(person.Confirmed(1));
        await Eventually.Get(() => host.Scalar<long>($"select count(*) from jobmatching.people where laborer = '{person.Laborer}' and confirmed_status is not null"), n => n == 1);

        (await host.CaseOf(person)).Should().BeEquivalentTo(opened);
        // One that was filled in later does.
        var back = person.AtWork($"{host.Collection.Now:yyyy-MM-dd}");
        await host.Collection.Publish(back.Submitted(2), back.Confirmed(2));
        (await host.CaseOf(person, c => c.State == "placed")).InTime.Should().BeTrue();
    }

    [Fact, Trait("Req", "COL-07")]
    public async Task Given_an_exit_accepted_before_the_report_when_it_is_confirmed_after_it_then_the_case_ends()
    {
        var person = Person.New() with { Facts = Person.Home() with { Status = "paused-army" } };
        await host.Known(person);
        await host.Advance(1);
        await host.Do("reports", new { laborer = person.Laborer, reportedBy = "town", willing = true, notPicky = true });
        await host.Advance(1);
        await host.Collection.Publish(person.Confirmed(1));

        (await host.CaseOf(person, c => c.State != "open")).State.Should().Be("exited");
    }

    [Theory]
    [InlineData("2020-03-02", "open")]
    [InlineData("2020-09", "open")]
    [InlineData("2020-10", "placed")]
    [InlineData("2020-10-01", "placed")]
    public async Task Given_a_confirmed_form_whose_work_began_before_it_was_lost_then_it_is_no_evidence(string since, string state)
    {
        var person = Returnees.New();
        await Opened(person);
        await host.Collection.Publish(person.AtWork(since).Submitted(2), person.AtWork(since).Confirmed(2));
        await Eventually.Get(() => host.Scalar<long>($"select count(*) from jobmatching.people where laborer = '{person.Laborer}' and confirmed_status is not null"), n => n == 1);

        (await host.CaseOf(person)).State.Should().Be(state);
    }

    [Fact, Trait("Req", "COL-07")]
    public async Task Given_somebody_confirmed_as_dead_then_a_form_that_says_home_and_willing_opens_nothing()
    {
        var person = Returnees.New();
        var dead = person with { Facts = person.Facts with { Status = "left-dead" } };
        await host.Collection.Publish(dead.Submitted(), dead.Confirmed(), person.Submitted(2));
        await host.UntilKnown(person, 2);

        (await host.Scalar<long>($"select count(*) from jobmatching.cases where laborer = '{person.Laborer}'")).Should().Be(0);
    }

    [Fact, Trait("Req", "JOB-01")]
    public async Task Given_不挑不拣_said_in_time_but_read_after_the_limit_then_the_open_case_is_a_breach()
    {
        var person = Returnees.New(notPicky: false);
        var opened = await Opened(person);
        await host.Advance(80);
        (await host.CaseOf(person, c => c.Stage == 72)).Breach.Should().BeFalse();
        var now = host.Collection.Now;
        host.Collection.Now = opened.FirstReportedAt.AddHours(71);
        await host.Collection.Publish((person with { Facts = Returnees.Home(notPicky: true) }).Submitted(2));
        host.Collection.Now = now;

        (await host.CaseOf(person, c => c.NotPicky)).Should().BeEquivalentTo(new { State = "open", Breach = true });
    }

    [Fact, Trait("Req", "JOB-01")]
    public async Task Given_a_form_that_says_not_willing_though_a_plan_is_ticked_then_it_opens_nothing()
    {
        var person = Person.New() with { Facts = Returnees.Home() with { WillingToWork = false, PlanToGo = true } };
        await host.Collection.Publish(person.Submitted());
        await host.UntilKnown(person, 1);

        (await host.Scalar<long>($"select count(*) from jobmatching.cases where laborer = '{person.Laborer}'")).Should().Be(0);
    }

    [Fact]
    public async Task Given_a_confirmed_form_without_a_date_of_taking_up_work_then_it_is_no_evidence()
    {
        var person = Returnees.New();
        await Opened(person);
        await host.Collection.Publish(person.AtWork(since: null).Submitted(2), person.AtWork(since: null).Confirmed(2));
        await Eventually.Get(() => host.Scalar<long>($"select count(*) from jobmatching.people where laborer = '{person.Laborer}' and confirmed_status is not null"), n => n == 1);

        (await host.CaseOf(person)).State.Should().Be("open");
    }

    [Theory]
    [InlineData("employer-confirmation", "用人单位确认")]
    [InlineData("contract", "劳动合同")]
    [InlineData("organised-trip", "有组织输送到岗（用人单位接收名单）")]
    public async Task Given_evidence_that_an_officer_records_then_the_case_is_placed_and_kind_date_and_officer_are_kept(string kind, string label)
    {
        var opened = await Opened(Returnees.New());
        var today = $"{host.Collection.Now:yyyy-MM-dd}";

        var placed = await host.Do($"cases/{opened.Id}/evidence", new { kind, startedOn = today }, "hr-bureau", "hr-3");

        placed.Should().BeEquivalentTo(new { State = "placed", InTime = true, Breach = false });
        var last = (await host.History(placed)).Steps[^1];
        (last.Says, last.By).Should().Be(($"结束跟踪：已上岗，{today} 上岗，凭据为{label}；在时限内。", "hr-3"));
    }

    [Fact]
    public async Task Given_an_accepted_offer_then_the_case_stays_open()
    {
        var opened = await Opened(Returnees.New());

        var after = await host.Do($"cases/{opened.Id}/contacts", new { kind = "offer", outcome = "accepted" });

        after.Should().BeEquivalentTo(opened);
    }

    [Fact]
    public async Task Given_evidence_that_cannot_be_so_then_the_case_stays_as_it_is()
    {
        var opened = await Opened(Returnees.New());
        foreach (var (body, expected) in new (object, string)[]
        {
            (new { kind = "promise", startedOn = "2020-10-12" }, "劳动合同"), (new { kind = "contract" }, "请填上岗日期"),
            (new { kind = "contract", startedOn = "2031-01-01" }, "约定上岗不是上岗"), (new { kind = "contract", startedOn = "2020-09-30" }, "早于失业时间（2020-10-01）"),
        })
        {
            var (status, text) = await host.Post($"cases/{opened.Id}/evidence", body);
            status.Should().Be(HttpStatusCode.UnprocessableEntity);
            text.Should().Contain(expected);
        }

        (await host.Post($"cases/{opened.Id}/evidence", new { kind = "contract", startedOn = "13.10." })).Status.Should().Be(HttpStatusCode.BadRequest);
        (await host.Post($"cases/{Guid.NewGuid()}/evidence", new { kind = "contract", startedOn = "2020-10-12" })).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.Published(opened)).Should().ContainSingle();
    }

    [Fact]
    public async Task Given_a_placed_person_who_loses_work_again_then_a_new_case_has_a_clock_of_its_own()
    {
        var person = Returnees.New();
        var first = await Opened(person);
        await host.Do($"cases/{first.Id}/evidence", new { kind = "contract", startedOn = $"{host.Collection.Now:yyyy-MM-dd}" });
        await host.Advance(10);
        await host.Collection.Publish(person.Submitted(2));

        var cases = await Eventually.Get(() => host.CasesOf(person), c => c.Count == 2);

        cases.Select(c => (c.State, c.FirstReportedAt)).Should().Equal(("placed", first.FirstReportedAt), ("open", host.Collection.Now));
    }
}
