using System.Net;
using Npgsql;

namespace Guzhang.Verification.Tests;

public sealed class RebuildTests(VerificationHost host) : IClassFixture<VerificationHost>
{
    /// <summary>A person in every state that work can be in, and with every history that leads there.</summary>
    private async Task<List<Person>> EveryState()
    {
        var people = Enumerable.Range(0, 12).Select(i => Person.New() with
        {
            Warnings = i % 2 == 0 ? [new("F21", "registeredAt")] : [],
            Village = i == 5 ? null! : "433126101005",
        }).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted(1))]);
        await host.Until("waiting", 1, people);

        // 0 waits; 1 and 2 are decided; 3 confirmed, 4 returned, 5 refused, 6 refused and decided anew, 7 that and confirmed.
        await host.Confirm("officer-1", (people[1], 1), (people[3], 1), (people[5], 1), (people[6], 1), (people[7], 1), (people[8], 1), (people[9], 1));
        await host.Return("officer-2", ["income-unproven", "months-unproven"], (people[2], 1), (people[4], 1));
        await host.Collection.Publish(
            people[3].Confirmed(1, await Decision(people[3])), people[4].Returned(1, await Decision(people[4])),
            people[5].Refused("VER-03", await Decision(people[5])), people[6].Refused("VER-03", await Decision(people[6])), people[7].Refused("F13", await Decision(people[7])),
            // 8: a newer version before the answer; 9: the same, decided anew; 10: a second version after a confirmation nobody here asked for.
            people[8].Submitted(2), people[8].Outdated(1, 2, await Decision(people[8])),
            people[9].Submitted(2), people[9].Outdated(1, 2, await Decision(people[9])),
            people[10].Confirmed(1), people[10].Submitted(2), people[11].Confirmed(1));
        await host.Until("confirmed", 1, people[3], people[11]);
        await host.Until("returned", 1, people[4]);
        await host.Until("waiting", 1, people[5], people[6], people[7]);
        await host.Until("waiting", 2, people[8], people[9], people[10]);
        await host.Confirm("officer-3", (people[6], 1), (people[7], 1));
        await host.Return("officer-3", ["other"], (people[9], 2));
        await host.Collection.Publish(people[7].Confirmed(1, await Decision(people[7])));
        await host.Until("confirmed", 1, people[7]);
        return people;

        async Task<Guid> Decision(Person person) => (await host.Published(person))[^1].Id;
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_work_in_every_state_when_rebuilt_from_both_journals_then_it_is_equal()
    {
        var people = await EveryState();

        var rebuilt = await host.Rebuild();

        rebuilt.State.Should().Be("done", rebuilt.Message);
        rebuilt.Equal.Should().BeTrue(rebuilt.ToString());
        rebuilt.Tables.Select(t => t.Table).Should().Equal("verification.work", "journal.inbox", "journal.parked");
        rebuilt.Tables[0].RebuiltRows.Should().BeGreaterThanOrEqualTo(people.Count).And.Be(rebuilt.Tables[0].LiveRows);
        rebuilt.Positions.Keys.Should().BeEquivalentTo("collection", "verification");
        var states = new List<string>();
        foreach (var person in people)
        {
            states.Add((await host.Line(person)).State);
        }

        states.Should().Equal(
            "waiting", "decided", "decided", "confirmed", "returned", "waiting", "decided", "confirmed", "waiting", "decided", "waiting", "confirmed");
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_row_changed_by_hand_then_it_is_named_and_after_a_swap_work_goes_on()
    {
        var people = await EveryState();
        var (changed, waiting) = (people[1], people[0]);
        await Execute($"update verification.work set state = 'confirmed', decided_by = 'nobody' where laborer = '{changed.Laborer}'");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", false, true), rebuilt.ToString());
        var row = rebuilt.Tables[0].First.Should().ContainSingle().Subject;
        row.Key["laborer"].GetGuid().Should().Be(changed.Laborer);
        row.Live!.Select(c => $"{c.Key} {c.Value}").Should().BeEquivalentTo("state confirmed", "decided_by nobody");
        row.Rebuilt!.Select(c => $"{c.Key} {c.Value}").Should().BeEquivalentTo("state decided", "decided_by officer-1");
        (await host.Line(changed)).Should().BeEquivalentTo(new { State = "decided", Officer = "officer-1" });

        (await host.Confirm("officer-1", (waiting, 1)))[0].Outcome.Should().Be("accepted");
        await host.Collection.Publish(waiting.Confirmed(1, (await host.Published(waiting))[^1].Id), changed.Submitted(2));
        await host.Until("confirmed", 1, waiting);
        await host.Until("waiting", 2, changed);
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_officers_deciding_and_forms_arriving_during_a_swap_then_no_decision_is_lost()
    {
        var people = Enumerable.Range(0, 300).Select(_ => Person.New()).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted(1))]);
        await host.Until("waiting", 1, people);

        using var enough = new CancellationTokenSource();
        var decided = new List<Person>();
        var deciding = Task.Run(async () =>
        {
            foreach (var person in people)
            {
                if (enough.IsCancellationRequested)
                {
                    break;
                }

                (await host.Confirm("officer-1", (person, 1)))[0].Outcome.Should().Be("accepted");
                decided.Add(person);
                await host.Collection.Publish(Person.New().Submitted());
            }
        });
        var rebuilt = await host.Rebuild(swap: true);
        await enough.CancelAsync();
        await deciding;

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", true, true), rebuilt.ToString());
        decided.Should().NotBeEmpty();
        await host.Until("decided", 1, decided);
        var again = await host.Rebuild();
        again.Equal.Should().BeTrue(again.ToString());
    }

    [Fact]
    public async Task Given_an_officer_then_rebuilding_is_closed()
    {
        using var officer = await host.As("officer-1");
        using var answer = await officer.PostAsync(new Uri("rebuild", UriKind.Relative), null);
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private async Task Execute(string sql)
    {
        await using var database = NpgsqlDataSource.Create(host.Database);
        await using var command = database.CreateCommand(sql);
        (await command.ExecuteNonQueryAsync()).Should().Be(1);
    }
}
