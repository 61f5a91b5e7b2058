namespace Guzhang.Subsidy.Tests;

/// <summary>A changed policy decides anew about everybody before the service answers; what was said before stays said.</summary>
[Trait("Req", "SUB-02")]
[Trait("Req", "SUB-14")]
public sealed class RescreeningTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Given_hundreds_of_people_when_conditions_schemes_and_counting_change_then_the_first_answer_is_by_the_new_policy()
    {
        // More than one chunk; every tenth has been employed since the day before yesterday.
        var people = Enumerable.Range(0, 620).Select(i => Person.New() with
        {
            Facts = Person.Away("out-of-province") with { EmployedSince = i % 10 == 0 ? "2020-10-10" : "2020-03-02", Helped = true },
        }).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        await host.Collection.Publish([.. people.Select(p => p.Confirmed())]);
        await Eventually.Get(() => host.Qualifying("job-seeking"), lines => lines.Count == 620, within: TimeSpan.FromMinutes(1));
        (await host.Qualifying("transport")).Should().HaveCount(558);
        var (told, first) = (await host.Said(people[0], "transport"), people[0]);

        await host.RestartWith("schemes.json", "{ \"kind\": \"employed-for\", \"months\": 3", "{ \"kind\": \"employed-for\", \"months\": 24");
        (await host.Qualifying("transport")).Should().BeEmpty();
        (await host.Qualifying("transport", "&state=not-qualifying")).Should().HaveCount(620)
            .And.AllSatisfy(l => l.Conditions.Single(c => !c.Met).Says.Should().Contain("就业满24个月"));

        await host.RestartWith("schemes.json", "\"months\": 24", "\"months\": 3");
        (await host.Qualifying("transport")).Should().HaveCount(558);

        // The history says what was decided under which policy, also where the present file no longer has it.
        var said = await host.Said(first, "transport");
        said.Should().HaveCount(3);
        said[0].Should().BeEquivalentTo(told[0]);
        said.Select(s => s.Policy).Distinct().Should().HaveCount(2);
        var screened = await host.Screening(first);
        screened["transport"].Answers[1].Conditions.Single(c => c.Condition == "employed-for").Says.Should().Contain("满24个月");
        screened["transport"].Answers[1].At.Date.Should().Be(host.Collection.Now.Date, "a policy is applied at business time");

        // A scheme that is gone holds for nobody any more.
        await host.RestartWith("schemes.json", "\"id\": \"job-seeking\"", "\"id\": \"starting-up\"");
        (await host.Qualifying("starting-up")).Should().HaveCount(620);
        (await host.Said(first, "job-seeking"))[^1].Should().BeEquivalentTo(new { Qualifies = false, FormVersion = 1 });

        await host.RestartWith("counting.json", "\"income\": 9000", "\"income\": 20001");
        (await host.Qualifying("starting-up")).Should().BeEmpty();
        (await host.Rebuild()).Equal.Should().BeTrue();
    }
}
