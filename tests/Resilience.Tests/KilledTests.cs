using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>kill -9 at the moments where something is done and not yet noted.</summary>
[Trait("Req", "OPS-06")]
public sealed class KilledTests(TestTokens tokens) : IAsyncLifetime
{
    private static readonly string[] Laborers = [.. Enumerable.Range(0, 40).Select(n => $"laborer-{n}")];
    private const string Last = "select epoch || '-' || tx || '-' || position from journal.events order by epoch desc, tx desc, position desc limit 1";
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.Open(tokens);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Given_a_relay_killed_between_publish_and_checkpoint_then_nothing_is_lost_and_nothing_applied_twice()
    {
        await stage.Consumer();
        var source = await stage.Source();
        await source.Write(Laborers);
        await stage.Reporting.Taken(40);
        var before = await Settled();

        await using (await stage.Journal.LockTable("journal.checkpoints"))
        {
            await source.Write(Laborers);
            (await stage.Reporting.Taken(80)).ShouldBeOnceAndInOrder(Laborers, 2);
            await stage.Journal.UntilBlocked();
            await source.Kill();
            await stage.Journal.EndBlocked();
        }

        (await stage.Journal.Checkpoint()).Should().Be(before, "it was killed before it could note what was published");
        await source.Start();
        await source.Write(Laborers);

        (await stage.Reporting.Taken(120)).ShouldBeOnceAndInOrder(Laborers, 3);
        (await Eventually.Get(stage.Journal.Checkpoint, at => at != before)).Should().NotBe(before);
    }

    [Fact]
    public async Task Given_a_relay_killed_before_the_broker_confirmed_then_its_checkpoint_had_not_moved_and_nothing_is_lost()
    {
        var source = await KilledBeforeTheConfirm();

        await source.Start();

        (await stage.Reporting.Taken(80)).ShouldBeOnceAndInOrder(Laborers, 2);
    }

    /// <summary>The control of the test above: what it looks for is seen where it happens.</summary>
    [Fact]
    public async Task Given_a_relay_that_had_moved_its_checkpoint_before_the_confirm_then_the_broker_brings_what_comes_after_and_not_what_was_lost()
    {
        string[] others = [.. Laborers.Select(laborer => $"other-{laborer}")];
        var source = await KilledBeforeTheConfirm();

        await stage.Journal.Run($"update journal.checkpoints set position = ({Last}) where name = 'relay'");
        await source.Start();
        await source.Write(others);

        var taken = await stage.Reporting.Taken(80);
        taken.Where(t => others.Contains(t.Aggregate)).ToList().ShouldBeOnceAndInOrder(others, 1);
        taken.Where(t => Laborers.Contains(t.Aggregate)).ToList().ShouldBeOnceAndInOrder(Laborers, 1);
    }

    [Fact]
    public async Task Given_a_relay_cut_off_from_the_broker_between_publish_and_confirm_then_it_goes_on_by_itself()
    {
        var toBroker = stage.GateToBroker();
        await stage.Consumer();
        var source = await stage.Source(broker: toBroker);
        await source.Write(Laborers);
        await stage.Reporting.Taken(40);
        await Settled();

        toBroker.Hold();
        await source.Write(Laborers);
        (await Eventually.Get(() => Task.FromResult(toBroker.Held), held => held > 5000)).Should().BeGreaterThan(5000, "it publishes");
        toBroker.Close();
        toBroker.Release();
        toBroker.Open();

        (await stage.Reporting.Taken(80)).ShouldBeOnceAndInOrder(Laborers, 2);
        await Settled();
    }

    [Fact]
    public async Task Given_a_consumer_killed_between_commit_and_acknowledgement_then_nothing_is_lost_and_nothing_applied_twice()
    {
        var toBroker = stage.GateToBroker();
        var consumer = await stage.Consumer(broker: toBroker);
        var source = await stage.Source();
        await source.Write(Laborers);
        await stage.Reporting.Taken(40);
        await Settled();

        toBroker.Hold();
        await source.Write(Laborers);
        (await stage.Reporting.Taken(80)).ShouldBeOnceAndInOrder(Laborers, 2);
        await consumer.Kill();
        (await Eventually.Get(Returned, returned => returned > 0)).Should().BeGreaterThan(0, "what was applied waits in the queues again");
        toBroker.Release();
        await consumer.Start();
        await source.Write(Laborers);

        (await stage.Reporting.Taken(120)).ShouldBeOnceAndInOrder(Laborers, 3);
        (await Eventually.Get(Returned, returned => returned == 0)).Should().Be(0);
    }

    /// <summary>A source whose second event of each laborer was published, and never reached the broker.</summary>
    private async Task<PeerProcess> KilledBeforeTheConfirm()
    {
        var toBroker = stage.GateToBroker();
        await stage.Consumer();
        var source = await stage.Source(broker: toBroker);
        await source.Write(Laborers);
        await stage.Reporting.Taken(40);
        var before = await Settled();

        toBroker.Hold();
        await source.Write(Laborers);
        (await Eventually.Get(() => Task.FromResult(toBroker.Held), held => held > 5000)).Should().BeGreaterThan(5000, "it publishes");
        (await stage.Journal.Checkpoint()).Should().Be(before, "nothing is confirmed");
        await source.Kill();
        toBroker.Close();
        toBroker.Release();
        toBroker.Open();
        return source;
    }

    private async Task<long> Returned()
    {
        var waiting = 0L;
        for (var partition = 0; partition < 4; partition++)
        {
            waiting += await stage.Waiting($"reporting.{partition}");
        }

        return waiting;
    }

    /// <summary>The checkpoint, when it has reached the journal's last event.</summary>
    private async Task<string> Settled()
    {
        var last = (await stage.Journal.Query(Last, r => r.GetString(0))).Single();
        var at = await Eventually.Get(stage.Journal.Checkpoint, at => at == last);
        at.Should().Be(last);
        return at;
    }
}
