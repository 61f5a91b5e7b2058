using Guzhang.AppHost.Native;
using Guzhang.Contracts.JobMatching;

namespace Guzhang.JobMatching.Tests;

/// <summary>First starts, kills, and days without the service: the clock goes on, and what happened meanwhile comes first.</summary>
[Trait("Req", "JOB-01")]
public sealed class OutageTests : IAsyncLifetime
{
    private readonly JobMatchingHost host = new();

    public async ValueTask InitializeAsync() => await host.Prepare();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Given_the_service_killed_for_five_days_then_each_case_goes_to_its_stage_in_one_step_and_who_was_placed_meanwhile_is_no_breach()
    {
        var (waiting, placed, late) = (Enumerable.Range(0, 230).Select(_ => Returnees.New()).ToList(), Returnees.New(), Returnees.New());
        var copy = await host.StartAnother();
        await using (copy)
        {
            await host.Collection.Publish([.. waiting.Append(placed).Append(late).Select(p => p.Submitted())]);
            await Eventually.Get(() => host.All("open"), cases => cases.Count == 232, within: TimeSpan.FromMinutes(1));
            await host.Advance(30);
            await Eventually.Get(() => host.All("open"), cases => cases.TrueForAll(c => c.Stage == 24));
            copy.Identity.Signal(Signal.Kill);
        }

        var opened = host.Collection.Now.AddHours(-30);
        host.Collection.Now = opened.AddHours(60);
        await host.Collection.Publish(placed.AtWork().Submitted(2), placed.AtWork().Confirmed(2));
        host.Collection.Now = opened.AddHours(100);
        await host.Collection.Publish(late.AtWork().Submitted(2), late.AtWork().Confirmed(2));
        await host.Collection.SetClock(opened.AddHours(150));
        await using var again = await host.StartAnother();

        var open = await Eventually.Get(
            async () => (await host.All("breach")).Where(c => c.State == "open").ToList(), cases => cases.Count == 230, within: TimeSpan.FromMinutes(1));
        open.Should().HaveCount(230).And.AllSatisfy(c => c.Stage.Should().Be(72));
        (await host.CaseOf(placed)).Should().BeEquivalentTo(new { State = "placed", InTime = true, Breach = false, Stage = 24, ClosedAt = opened.AddHours(60) });
        (await host.CaseOf(late)).Should().BeEquivalentTo(new { State = "placed", InTime = false, Breach = true, Stage = 24 });

        // One event each, that says what passed; and no more of them.
        (await host.Scalar<long>("select count(*) from journal.events where type like '%case-escalated%'")).Should().Be(232 + 230);
        var escalated = (await host.Published(open[0]))[^1];
        escalated.Read<CaseEscalated>().Should().BeEquivalentTo(new { PassedLate = new[] { 48 }, DueAt = opened.AddHours(72) });
        escalated.RecordedAt.Should().BeOnOrAfter(opened.AddHours(150));
        (await host.History(open[0])).Says.Last().Should().Be(
            "48小时的提醒已过期，一并补记；满72小时未上岗（应于 2020-10-15 09:00 提醒）；不挑不拣而未在时限内上岗，记为超时。");
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Given_nobody_can_say_what_happened_before_the_start_then_no_stage_is_raised_until_somebody_can()
    {
        var (now, person) = (host.Collection.Now, Returnees.New());
        host.Collection.Now = now.AddDays(-10);
        await host.Collection.Publish(person.Submitted());
        host.Collection.Now = now;
        host.Collection.HeadsAreAway = true;
        await host.Start();
        await host.UntilClockIs(now);
        (await host.CaseOf(person)).FirstReportedAt.Should().Be(now.AddDays(-10));

        // Both who ask, the comparison and the escalation, have asked several times since.
        var asked = host.Collection.HeadsRefused;
        await Eventually.Get(() => Task.FromResult(host.Collection.HeadsRefused), n => n >= asked + 8);
        (await host.CaseOf(person)).Stage.Should().Be(0);

        host.Collection.HeadsAreAway = false;
        (await host.CaseOf(person, c => c.Stage == 72)).Should().BeEquivalentTo(new { Stage = 72, Breach = true });
    }

    [Fact, Trait("Req", "JOB-13")]
    public async Task Given_identity_does_not_answer_when_a_case_is_handed_to_an_officer_then_it_says_so_and_the_case_stays()
    {
        await host.Start($"--Services:identity=http://127.0.0.1:{FreePorts.Choose([])}");
        var person = Returnees.New();
        await host.Collection.Publish(person.Submitted());
        var opened = await host.CaseOf(person);

        var (status, body) = await host.Post($"cases/{opened.Id}/hand-over", new { town = "433126107", officer = "clerk-7" });

        ((int)status, await host.CaseOf(person)).Should().Be((503, opened));
        body.Should().Contain("没有移交");
        (await host.Do($"cases/{opened.Id}/hand-over", new { town = "433126107" })).Town.Should().Be("433126107", "a town needs no account");
    }

    [Fact]
    public async Task Given_a_journal_of_a_whole_autumn_when_the_service_first_starts_then_clocks_run_from_the_first_reports_and_old_ends_raise_nothing()
    {
        var now = host.Collection.Now;
        var (placed, gone, standing, young) = (Enumerable.Range(0, 150).Select(_ => Returnees.New()).ToList(), Returnees.New(), Returnees.New(), Returnees.New());
        foreach (var (days, facts) in new (int, IEnumerable<PublishedFact>)[]
        {
            (-60, placed.Append(gone).Select(p => p.Submitted())),
            (-59, placed.SelectMany(p => new[] { p.AtWork().Submitted(2), p.AtWork().Confirmed(2) })),
            (-30, [gone.Submitted(2), (gone with { Facts = Returnees.Home() with { Status = "left-ability" } }).Submitted(3), (gone with { Facts = Returnees.Home() with { Status = "left-ability" } }).Confirmed(3)]),
            (-10, [standing.Submitted()]),
            (-1, [young.Submitted()]),
        })
        {
            host.Collection.Now = now.AddDays(days);
            await host.Collection.Publish([.. facts]);
        }

        host.Collection.Now = now;
        await host.Start();
        await host.UntilClockIs(now);

        (await host.CaseOf(standing, c => c.Stage == 72)).Should().BeEquivalentTo(new { FirstReportedAt = now.AddDays(-10), State = "open", Breach = true });
        (await host.CaseOf(young, c => c.Stage == 24)).Should().BeEquivalentTo(new { FirstReportedAt = now.AddDays(-1), State = "open", Breach = false });
        (await host.CaseOf(gone)).Should().BeEquivalentTo(new { State = "exited", Breach = true, Stage = 0, ClosedAt = now.AddDays(-30) });
        (await host.All("placed")).Should().HaveCount(150).And.AllSatisfy(c => (c.InTime, c.Breach, c.Stage).Should().Be((true, false, 0)));
        (await host.Scalar<long>("select count(*) from journal.events where type like '%case-escalated%'")).Should().Be(2);
        (await host.Rebuild()).Equal.Should().BeTrue();
    }
}
