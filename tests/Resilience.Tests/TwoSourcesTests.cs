using Guzhang.Journal;
using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>Two copies of a source: one leads the relay, the other takes over.</summary>
[Trait("Req", "OPS-06")]
[Trait("Req", "EVT-05")]
public sealed class TwoSourcesTests(TestTokens tokens) : IAsyncLifetime
{
    private static readonly string[] Laborers = [.. Enumerable.Range(0, 40).Select(n => $"laborer-{n}")];
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.Open(tokens);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Given_two_copies_when_the_leader_is_killed_then_the_other_takes_over_and_gives_the_lead_back_in_its_turn()
    {
        await stage.Consumer();
        var leader = await stage.Source();
        await leader.Write(Laborers);
        await stage.Reporting.Taken(40);
        var other = await stage.OtherSource();

        await leader.Kill();
        await other.Write(Laborers);

        (await stage.Reporting.Taken(80, within: TimeSpan.FromSeconds(30))).ShouldBeOnceAndInOrder(Laborers, 2);

        await leader.Start();
        await leader.Write(Laborers);
        (await stage.Reporting.Taken(120)).ShouldBeOnceAndInOrder(Laborers, 3);
        await other.Kill();
        await leader.Write(Laborers);

        (await stage.Reporting.Taken(160)).ShouldBeOnceAndInOrder(Laborers, 4);
    }

    [Fact]
    public async Task Given_two_copies_when_the_leader_freezes_before_its_checkpoint_then_the_other_takes_over_and_the_thawed_one_moves_nothing_back()
    {
        var (toBroker, toDatabase) = (stage.GateToBroker(), stage.GateTo(stage.Journal));
        await stage.Consumer();
        var leader = await stage.Source(toBroker, toDatabase);
        await leader.Write(Laborers);
        await stage.Reporting.Taken(40);
        var other = await stage.OtherSource();

        // It publishes; then its note of having done so stays on the way, and it freezes.
        toBroker.Hold();
        await other.Write(Laborers);
        await Eventually.Get(() => Task.FromResult(toBroker.Held), held => held > 5000);
        toDatabase.Hold();
        toBroker.Release();
        (await stage.Reporting.Taken(80)).ShouldBeOnceAndInOrder(Laborers, 2);
        await Eventually.Get(() => Task.FromResult(toDatabase.Held), held => held > 0);
        leader.Freeze();
        var noted = await stage.Journal.Checkpoint();

        await other.Write(Laborers);
        (await stage.Reporting.Taken(120, within: TimeSpan.FromSeconds(45))).ShouldBeOnceAndInOrder(Laborers, 3);
        var over = await Eventually.Get(stage.Journal.Checkpoint, at => at != noted);
        Position.Parse(over).Should().BeGreaterThan(Position.Parse(noted), "the other one leads");

        toDatabase.Release();
        leader.Thaw();
        await Eventually.Get(() => leader.Health("delivery"), state => state == "Healthy");
        for (var round = 4; round <= 6; round++)
        {
            await leader.Write(Laborers);
            (await stage.Reporting.Taken(40 * round)).ShouldBeOnceAndInOrder(Laborers, round);
            var at = await stage.Journal.Checkpoint();
            Position.Parse(at).Should().BeGreaterThanOrEqualTo(Position.Parse(over));
            over = at;
        }

        await other.Kill();
        await leader.Write(Laborers);
        (await stage.Reporting.Taken(280)).ShouldBeOnceAndInOrder(Laborers, 7);
    }
}
