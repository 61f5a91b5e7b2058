using Guzhang.Contracts;
using Guzhang.Peer;
using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>A newer copy writes an event type that older copies don't know.</summary>
[Trait("Req", "OPS-07")]
public sealed class UnknownTypeTests(TestTokens tokens) : IAsyncLifetime
{
    private const string New = EventTypes.FormReturned;
    private Stage stage = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.Open(tokens);
        await stage.Consumer();
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Given_a_type_that_one_copy_does_not_know_then_it_gives_up_the_lead_with_an_alarm_and_the_other_goes_on()
    {
        var old = await stage.Source(unknown: New);
        await old.Write("laborer-1");
        await stage.Reporting.Taken(1);
        var other = await stage.OtherSource();

        await other.Write([Writing.Event("laborer-1"), new Command(Guid.NewGuid(), "laborer-1", New), Writing.Event("laborer-1")]);

        (await stage.Reporting.Taken(4)).ShouldBeOnceAndInOrder(["laborer-1"], 4);
        (await old.Health("delivery")).Should().Be("Degraded");
        old.Log.Should().Contain($"crit: Guzhang.Journal.Standstill").And.Contain(New);
        (await Eventually.Get(() => other.Health("delivery"), state => state == "Healthy")).Should().Be("Healthy");
    }

    [Fact]
    public async Task Given_a_type_that_no_copy_knows_then_the_relay_stands_before_it_with_an_alarm_until_a_copy_starts_that_does()
    {
        var first = await stage.Source(unknown: New);
        var second = await stage.OtherSource(unknown: New);

        await first.Write([Writing.Event("laborer-1"), new Command(Guid.NewGuid(), "laborer-2", New), Writing.Event("laborer-3")]);

        (await stage.Reporting.Taken(1)).Should().Equal(("laborer-1", 1));
        foreach (var copy in new[] { first, second })
        {
            (await Eventually.Get(() => copy.Health("delivery"), state => state == "Degraded")).Should().Be("Degraded");
        }

        (await stage.Reporting.Taken()).Should().Equal(("laborer-1", 1));
        await stage.OtherSource();

        (await stage.Reporting.Taken(3)).ShouldBeOnceAndInOrder(["laborer-1", "laborer-2", "laborer-3"], 1);
    }
}
