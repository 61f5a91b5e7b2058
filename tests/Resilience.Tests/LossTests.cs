using Guzhang.Journal.Relaying;
using Guzhang.Messaging;
using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>What the broker lost, and what the journal lacks.</summary>
public sealed class LossTests(TestTokens tokens) : IAsyncLifetime
{
    private const string Laborer = "laborer-1";
    private static readonly string Queue = BrokerTopology.Queue("reporting", Partitioning.Of(Laborer, Partitioning.Default));
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.Open(tokens);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    [Trait("Req", "EVT-03")]
    public async Task Given_an_aggregates_last_events_lost_in_the_broker_then_the_comparison_with_the_journal_brings_them()
    {
        var consumer = await stage.Consumer();
        var source = await stage.Source();
        await source.Write(Laborer);
        (await stage.Reporting.Taken(1)).Should().HaveCount(1);
        await consumer.Stop();

        // More than one answer of the journal holds.
        await source.Write(Enumerable.Repeat(Laborer, 1100));
        await UntilWaiting(6);
        (await stage.Purge(Queue)).Should().BeGreaterThanOrEqualTo(6);
        await stage.Consumer(grace: TimeSpan.FromSeconds(1));

        (await stage.Reporting.Taken(1101)).ShouldBeOnceAndInOrder([Laborer], 1101);
    }

    [Fact]
    [Trait("Req", "EVT-05")]
    public async Task Given_a_gap_that_the_journal_cannot_fill_then_the_consumer_waits_with_an_alarm_and_goes_on_when_it_can()
    {
        var consumer = await stage.Consumer();
        var source = await stage.Source();
        await source.Write(Laborer);
        await stage.Reporting.Taken(1);
        await consumer.Stop();
        await source.Write(Laborer, Laborer);
        await UntilWaiting(1);
        await stage.Purge(Queue);
        await stage.Journal.Run($"create table away as select * from journal.events where stream = '{Laborer}' and seq = 2");
        await stage.Journal.Run($"delete from journal.events where stream = '{Laborer}' and seq = 2");
        await source.Write(Laborer);
        await UntilWaiting(1);

        consumer = await stage.Consumer();
        (await Eventually.Get(() => consumer.Health("delivery"), state => state == "Degraded")).Should().Be("Degraded");
        (await stage.Reporting.Taken()).Should().HaveCount(1, "nothing behind the gap is applied");
        await stage.Journal.Run("insert into journal.events overriding system value select * from away");

        (await stage.Reporting.Taken(4)).ShouldBeOnceAndInOrder([Laborer], 4);
        (await Eventually.Get(() => consumer.Health("delivery"), state => state == "Healthy")).Should().Be("Healthy");
    }

    [Fact]
    [Trait("Req", "EVT-03")]
    public async Task Given_a_new_consumer_and_a_journal_of_thousands_then_it_takes_all_from_the_beginning_while_new_ones_arrive()
    {
        await stage.Consumer();
        var source = await stage.Source();
        var laborers = Enumerable.Range(0, 300).Select(n => $"laborer-{n}").ToList();
        for (var round = 0; round < 10; round++)
        {
            await source.Write(laborers);
        }

        await stage.Reporting.Taken(3000);
        var data = await stage.Database();
        await stage.Consumer("verification", data, grace: TimeSpan.FromSeconds(1));
        for (var round = 0; round < 5; round++)
        {
            await source.Write(laborers);
        }

        (await data.Taken(4500)).ShouldBeOnceAndInOrder(laborers, 15);
        (await stage.Reporting.Taken(4500)).ShouldBeOnceAndInOrder(laborers, 15);
    }

    private async Task UntilWaiting(uint messages) =>
        (await Eventually.Get(() => stage.Waiting(Queue), waiting => waiting >= messages)).Should().BeGreaterThanOrEqualTo(messages);
}
