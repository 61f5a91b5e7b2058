using Guzhang.Contracts.Collection;

namespace Guzhang.Subsidy.Tests;

[Trait("Req", "RPT-07")]
public sealed class RebuildTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private async Task<List<Person>> Histories()
    {
        FormFacts away = Person.Away("out-of-province") with { EmployedSince = "2020-03-02", Helped = true };
        var people = new[] { away, away with { EmployedSince = "2020-09" }, Person.Home(), Person.Home("in-county"), away with { Status = "left-dead" } }
            .Select(f => Person.New() with { Facts = f }).ToList();
        foreach (var person in people)
        {
            await host.Collection.Publish(
                person.Submitted(1, year: 2019), person.Confirmed(1, year: 2019), person.Submitted(2), person.Returned(2), person.Submitted(3), person.Confirmed(3),
                (person with { Town = "433126107", Facts = Person.Home() }).Submitted(4), (person with { Town = "433126107", Facts = Person.Home() }).Confirmed(4),
                person.Submitted(5));
        }

        foreach (var person in people)
        {
            await host.Screening(person, 4);
        }

        return people;
    }

    [Fact]
    public async Task Given_every_history_when_rebuilt_from_both_journals_then_it_is_equal_and_the_ledger_stays()
    {
        var people = await Histories();
        await host.Execute($"insert into ledger.payments values ('{people[0].Laborer}', 'transport', '2020', 2020, 400, '2020-10-12')");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", true, true), rebuilt.ToString());
        rebuilt.Tables.Select(t => t.Table).Should().Equal("subsidy.people", "subsidy.results", "journal.inbox", "journal.parked");
        rebuilt.Tables[0].RebuiltRows.Should().BePositive();
        rebuilt.Tables[1].RebuiltRows.Should().BePositive();
        rebuilt.Positions.Keys.Should().BeEquivalentTo("collection", "subsidy");
        (await host.Scalar<long>("select count(*) from ledger.payments")).Should().Be(1);

        // It goes on where it was, the ledger included.
        (await host.Confirmed(people[0], 6))["transport"].Missed.Should().Equal("not-paid");
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact]
    public async Task Given_rows_changed_by_hand_then_each_is_named_and_a_swap_mends_them()
    {
        var people = await Histories();
        await host.Execute($"update subsidy.results set qualifies = not qualifies where laborer = '{people[1].Laborer}' and scheme = 'transport' and form_year = 2020");
        await host.Execute($"delete from subsidy.people where laborer = '{people[2].Laborer}' and form_year = 2019");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", false, true), rebuilt.ToString());
        rebuilt.Tables.Select(t => t.Differing).Should().Equal(1, 1, 0, 0);
        (await host.Rebuild()).Equal.Should().BeTrue();
    }
}
