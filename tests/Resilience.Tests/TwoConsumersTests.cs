using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>Two copies of a consumer: the broker gives each queue to one of them at a time.</summary>
[Trait("Req", "OPS-06")]
[Trait("Req", "EVT-05")]
public sealed class TwoConsumersTests(TestTokens tokens) : IAsyncLifetime
{
    private static readonly string[] Laborers = [.. Enumerable.Range(0, 40).Select(n => $"laborer-{n}")];
    private Stage stage = null!;
    private PeerProcess active = null!;
    private PeerProcess standby = null!;
    private PeerProcess source = null!;

    /// <summary>The first copy has all queues; the second one stands by.</summary>
    public async ValueTask InitializeAsync()
    {
        stage = await Stage.Open(tokens);
        active = await stage.Consumer();
        source = await stage.Source();
        await source.Write(Laborers);
        await stage.Reporting.Taken(40);
        standby = await stage.Consumer();
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Given_two_copies_when_the_active_one_is_killed_in_its_transaction_then_the_other_takes_over_and_in_its_turn_the_first()
    {
        await using (await stage.Reporting.LockTable("taken"))
        {
            await source.Write(Laborers);
            await stage.Reporting.UntilBlocked();
            await active.Kill();
        }

        await source.Write(Laborers);

        (await stage.Reporting.Taken(120, within: TimeSpan.FromSeconds(30))).ShouldBeOnceAndInOrder(Laborers, 3);

        await active.Start();
        await standby.Kill();
        await source.Write(Laborers);

        (await stage.Reporting.Taken(160)).ShouldBeOnceAndInOrder(Laborers, 4);
    }

    [Fact]
    public async Task Given_two_copies_when_the_active_one_freezes_in_its_transaction_then_the_other_takes_over_and_the_thawed_one_does_no_harm()
    {
        await using (await stage.Reporting.LockTable("taken"))
        {
            await source.Write(Laborers);
            await stage.Reporting.UntilBlocked();
            active.Freeze();
        }

        await source.Write(Laborers);
        (await stage.Reporting.Taken(120)).ShouldBeOnceAndInOrder(Laborers, 3);

        active.Thaw();
        for (var round = 4; round <= 6; round++)
        {
            await source.Write(Laborers);
            (await stage.Reporting.Taken(40 * round)).ShouldBeOnceAndInOrder(Laborers, round);
        }

        (await Eventually.Get(() => active.Health("delivery"), state => state == "Healthy")).Should().Be("Healthy");
    }
}
