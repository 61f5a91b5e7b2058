using Guzhang.Contracts.JobMatching;

namespace Guzhang.JobMatching.Tests;

/// <summary>The clock of a case: 24, 48 and 72 hours after the first report.</summary>
[Trait("Req", "JOB-01")]
public sealed class EscalationTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    [Fact]
    public async Task Given_an_open_case_when_hours_pass_then_each_stage_comes_once_at_its_time_and_at_72_the_duty_is_broken()
    {
        var (owed, other) = (Returnees.New(notPicky: true), Returnees.New(notPicky: false));
        await host.Collection.Publish(owed.Submitted(), other.Submitted());
        var opened = await host.CaseOf(owed);
        var told = new List<(int, bool)>();
        foreach (var (hours, stage) in new[] { (23.0, 0), (1.0, 24), (23.0, 24), (1.0, 48), (24.0, 72), (48.0, 72) })
        {
            await host.Advance(hours);
            var now = await host.CaseOf(owed, c => c.Stage == stage);
            told.Add((now.Stage, now.Breach));
            (await host.CaseOf(other, c => c.Stage == stage)).Breach.Should().BeFalse();
        }

        told.Should().Equal((0, false), (24, false), (24, false), (48, false), (72, true), (72, true));
        var events = (await host.Published(opened)).Where(e => e.Type.Contains("escalated", StringComparison.Ordinal)).ToList();
        events.Select(e => e.Read<CaseEscalated>()).Select(e => (e.Standing.Stage, e.DueAt, e.Standing.Breach, e.PassedLate.Count)).Should().Equal(
            (24, opened.FirstReportedAt.AddHours(24), false, 0), (48, opened.FirstReportedAt.AddHours(48), false, 0), (72, opened.DueAt, true, 0));
        var history = await host.History(opened);
        history.Case.NextStageAt.Should().BeNull();
        history.Says.Skip(1).Should().Equal(
            "满24小时未上岗（应于 2020-10-13 09:00 提醒）。", "满48小时未上岗（应于 2020-10-14 09:00 提醒）。",
            "满72小时未上岗（应于 2020-10-15 09:00 提醒）；不挑不拣而未在时限内上岗，记为超时。");
        events.Should().AllSatisfy(e => e.Data.GetProperty("dueAt").GetString().Should().EndWith("09:00:00+08:00", "China's time"));

        (await host.All("breach")).Should().ContainSingle().Which.Laborer.Should().Be(owed.Laborer);
        (await host.All("overdue")).Select(c => c.Laborer).Should().BeEquivalentTo([owed.Laborer, other.Laborer]);
    }
}

/// <summary>Two copies share the work.</summary>
[Trait("Req", "JOB-01")]
public sealed class EscalatingCopiesTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    [Fact]
    public async Task Given_two_copies_and_many_cases_when_a_stage_is_due_then_each_is_raised_once()
    {
        await using var copy = await host.StartAnother();
        var people = Enumerable.Range(0, 250).Select(_ => Returnees.New()).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        var mine = people.Select(p => p.Laborer).ToHashSet();
        async Task<int> At(int stage) => (await host.All("open")).Count(c => mine.Contains(c.Laborer) && c.Stage == stage);
        (await Eventually.Get(() => At(0), n => n == 250)).Should().Be(250);

        foreach (var stage in new[] { 24, 48, 72 })
        {
            await host.Advance(24);
            (await Eventually.Get(() => At(stage), n => n == 250)).Should().Be(250);
        }

        (await host.Scalar<long>(
            $"""
            select count(*) from (select e.stream from journal.events e join jobmatching.cases c on e.stream = 'case-' || c.id
            where c.laborer in ('{string.Join("','", mine)}') and e.type like '%case-escalated%' group by e.stream having count(*) = 3) as thrice
            """)).Should().Be(250);
    }
}

/// <summary>The clock is policy.</summary>
[Trait("Req", "JOB-01")]
public sealed class ClockPolicyTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    [Fact]
    public async Task Given_a_policy_with_other_hours_then_new_cases_go_by_it_and_old_ones_keep_their_clock()
    {
        var (old, young) = (Returnees.New(), Returnees.New());
        await host.Collection.Publish(old.Submitted());
        var before = await host.CaseOf(old);
        await host.Edit("followup.json", "\"escalateAtHours\": [ 24, 48, 72 ], \"placeWithinHours\": 72", "\"escalateAtHours\": [ 12, 36 ], \"placeWithinHours\": 36");
        await host.Stop();
        await host.Start();

        await host.Collection.Publish(young.Submitted());
        var after = await host.CaseOf(young);

        (after.DueAt - after.FirstReportedAt).Should().Be(TimeSpan.FromHours(36));
        after.Policy.Should().NotBe(before.Policy);
        await host.Advance(36);
        (await host.CaseOf(young, c => c.Breach)).Should().BeEquivalentTo(new { Stage = 36, Breach = true });
        (await host.CaseOf(old, c => c.Stage == 24)).Should().BeEquivalentTo(new { Stage = 24, Breach = false, before.DueAt });
    }
}
