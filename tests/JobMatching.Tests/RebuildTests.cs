namespace Guzhang.JobMatching.Tests;

[Trait("Req", "RPT-07")]
public sealed class RebuildTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    /// <summary>A case in every state, and with every kind of event behind it.</summary>
    private async Task<List<CaseLine>> EveryState()
    {
        var people = Enumerable.Range(0, 7).Select(i => Returnees.New(notPicky: i % 2 == 0)).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        var cases = new List<CaseLine>();
        foreach (var person in people)
        {
            cases.Add(await host.CaseOf(person));
        }

        await host.Do($"cases/{cases[1].Id}/contacts", new { kind = "offer", outcome = "refused" });
        await host.Do($"cases/{cases[1].Id}/close", new { reason = "refused" });
        await host.Do($"cases/{cases[2].Id}/hand-over", new { town = "433126107", village = "433126107220", officer = await host.Account("town-clerk", "433126107") });
        await host.Do("reports", new { laborer = people[2].Laborer, reportedBy = "person", willing = true, notPicky = true });
        await host.Advance(25);
        await Eventually.Get(() => host.All("open"), open => open.TrueForAll(c => c.Stage > 0));
        await host.Collection.Publish(
            people[3].AtWork().Submitted(2), people[3].AtWork().Confirmed(2),
            (people[4] with { Facts = Returnees.Home() with { Status = "left-dead" } }).Submitted(2),
            (people[4] with { Facts = Returnees.Home() with { Status = "left-dead" } }).Confirmed(2));
        await host.CaseOf(people[3], c => c.State == "placed");
        await host.CaseOf(people[4], c => c.State == "exited");
        await host.Do($"cases/{cases[5].Id}/evidence", new { kind = "contract", startedOn = "2020-10-13" });
        await host.Collection.Publish(people[5].Submitted(2));
        await Eventually.Get(() => host.CasesOf(people[5]), c => c.Count == 2);
        return cases;
    }

    [Fact]
    public async Task Given_cases_in_every_state_when_rebuilt_from_both_journals_then_they_are_equal_and_after_a_swap_the_clock_goes_on()
    {
        var cases = await EveryState();
        var before = await host.All("open");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", true, true), rebuilt.ToString());
        rebuilt.Tables.Select(t => t.Table).Should().Equal("jobmatching.cases", "jobmatching.people", "journal.inbox", "journal.parked");
        rebuilt.Tables[0].RebuiltRows.Should().BeGreaterThanOrEqualTo(8);
        rebuilt.Positions.Keys.Should().BeEquivalentTo("collection", "jobmatching");
        (await host.All("open")).Should().BeEquivalentTo(before);
        await host.Do($"cases/{cases[0].Id}/contacts", new { kind = "visit", outcome = "reached" });
        await host.Advance(50);
        await Eventually.Get(() => host.All("breach"), breaches => breaches.Exists(c => c.Id == cases[0].Id));
        (await host.History(cases[0])).Steps.Select(s => s.What).Should().Equal("case-opened", "case-escalated", "case-logged", "case-escalated");
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Given_rows_changed_by_hand_then_each_is_named_and_a_swap_mends_them()
    {
        var cases = await EveryState();
        await host.Execute($"update jobmatching.cases set breach = not breach, stage = 48 where id = '{cases[0].Id}'");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", false, true), rebuilt.ToString());
        rebuilt.Tables.Select(t => t.Differing).Should().Equal(1, 0, 0, 0);
        rebuilt.Tables[0].First[0].GetProperty("key").GetProperty("id").GetGuid().Should().Be(cases[0].Id);
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Given_stages_that_are_due_during_a_swap_then_none_is_lost_or_doubled()
    {
        var people = Enumerable.Range(0, 120).Select(_ => Returnees.New()).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        var mine = people.Select(p => p.Laborer).ToHashSet();
        async Task<int> At(int stage) => (await host.All("open")).Count(c => mine.Contains(c.Laborer) && c.Stage == stage);
        await Eventually.Get(() => At(0), n => n == 120);

        var rebuilding = host.Rebuild(swap: true);
        await host.Collection.SetClock(host.Collection.Now.AddHours(24));
        var rebuilt = await rebuilding;
        await host.UntilClockIs(host.Collection.Now);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", true, true), rebuilt.ToString());
        (await Eventually.Get(() => At(24), n => n == 120)).Should().Be(120);
        (await host.Rebuild()).Equal.Should().BeTrue();
    }
}
