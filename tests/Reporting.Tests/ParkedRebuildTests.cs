using Guzhang.Contracts;

namespace Guzhang.Reporting.Tests;

/// <summary>With events that can't be applied in the journal, which other tests would meet.</summary>
public sealed class ParkedRebuildTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_an_event_that_cannot_be_applied_then_it_stays_parked_and_what_live_applied_is_not_swapped_away()
    {
        var person = Person.New();
        var broken = new PublishedFact($"laborer-{person.Laborer}", EventTypes.FormConfirmed, new { laborer = person.Laborer, formYear = 2020 });
        await host.After(person.Submitted(1), broken, person.Submitted(2));
        (await host.Scalar<long>("select count(*) from journal.parked")).Should().Be(2);

        var swapped = await host.Rebuild(swap: true);
        (swapped.Equal, swapped.Swapped).Should().Be((true, true), swapped.Message);
        (await host.Scalar<long>("select count(*) from journal.parked")).Should().Be(2);

        // As if an older version of the service had been able to read it.
        await host.Execute("delete from journal.parked");
        var refused = await host.Rebuild(swap: true);
        (refused.State, refused.Equal, refused.Swapped).Should().Be(("done", false, false));
        refused.Message.Should().Contain(person.Laborer.ToString());
        refused.Of("journal.parked").Differing.Should().Be(1);
    }
}
