using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Journal.Relaying;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Guzhang.Messaging.Tests;

/// <summary>The suite with the journal in PostgreSQL.</summary>
public sealed class DeliveryTests() : DeliverySuite(null);

/// <summary>From one service's journal, wherever it is kept, into another's tables, over real PostgreSQL and RabbitMQ.</summary>
/// <param name="keeping">Sets where the journal is kept.</param>
public abstract class DeliverySuite(Action<WebApplicationBuilder>? keeping) : IAsyncLifetime
{
    private FreshBroker _broker = null!;
    private Publisher _publisher = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = await FreshBroker.CreateAsync();
        _publisher = await Publisher.Start(_broker, keeping);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _publisher.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Given_events_of_many_aggregates_each_arrives_once_and_in_order_per_aggregate()
    {
        await using var subscriber = await Subscriber.Start(_broker, _publisher);
        var aggregates = Enumerable.Range(0, 50).Select(n => $"laborer-{n}").ToArray();

        for (var round = 0; round < 10; round++)
        {
            await _publisher.Journal.Append([.. aggregates.Select(Publisher.Event)], default);
        }

        var taken = await subscriber.Taken(500);
        taken.Should().HaveCount(500).And.OnlyHaveUniqueItems();
        taken.GroupBy(t => t.Aggregate).Should().AllSatisfy(g => g.Select(t => t.Seq).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    [Fact]
    public async Task Given_a_consumer_seen_for_the_first_time_it_reads_the_journal_from_the_beginning()
    {
        // The first consumer of all binds the exchange; these events went by before the second one existed.
        await using (await Subscriber.Start(_broker, _publisher))
        {
            await _publisher.Append("laborer-a", "laborer-a", "laborer-b");
        }

        await using var late = await Subscriber.Start(_broker, _publisher, grace: TimeSpan.Zero);
        await _publisher.Append("laborer-a");

        var taken = await late.Taken(4);
        taken.Should().HaveCount(4);
        taken.Where(t => t.Aggregate == "laborer-a").Select(t => t.Seq).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Given_a_message_delivered_twice_the_second_is_dropped()
    {
        await using var subscriber = await Subscriber.Start(_broker, _publisher);
        await _publisher.Append("laborer-a", "laborer-a");
        await subscriber.Taken(2);
        var events = await Published();

        await subscriber.Inbox.Process("collection", events, default);

        (await subscriber.Taken()).Should().HaveCount(2);
    }

    /// <summary>The control of the test above: nothing but the inbox keeps an event from being applied twice, and nothing here hides it.</summary>
    [Fact]
    public async Task Given_an_inbox_that_forgot_what_it_took_in_a_message_delivered_twice_is_applied_twice()
    {
        await using var subscriber = await Subscriber.Start(_broker, _publisher);
        await _publisher.Append("laborer-a", "laborer-a");
        await subscriber.Taken(2);
        await subscriber.Query("delete from journal.inbox returning 1", _ => true);

        await subscriber.Inbox.Process("collection", await Published(), default);

        (await subscriber.Taken()).Select(t => t.Seq).Should().Equal(1, 2, 1, 2);
    }

    [Fact]
    public async Task Given_a_gap_the_events_that_fill_it_come_from_the_journal_first()
    {
        // No queue is bound here, so the relay can't send: all there is comes by hand and from the journal.
        await _publisher.Append("laborer-a", "laborer-a", "laborer-a");
        var events = await Published();
        await using var subscriber = await Subscriber.Start(_broker, _publisher);

        await subscriber.Inbox.Process("collection", [events[2]], default);

        (await subscriber.Taken(3)).Select(t => t.Seq).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Given_a_poisoned_aggregate_its_events_are_parked_and_all_others_are_applied()
    {
        await using var subscriber = await Subscriber.Start(_broker, _publisher);
        subscriber.Poisoned["laborer-7"] = true;
        var aggregates = Enumerable.Range(0, 20).Select(n => $"laborer-{n}").ToArray();

        await _publisher.Journal.Append([.. aggregates.Concat(aggregates).Select(Publisher.Event)], default);

        (await subscriber.Taken(38)).Should().HaveCount(38).And.NotContain(t => t.Aggregate == "laborer-7");
        var parked = await subscriber.Query("select aggregate, seq, reason from journal.parked order by seq", r => (r.GetString(0), r.GetInt64(1), r.GetString(2)));
        parked.Select(p => (p.Item1, p.Item2)).Should().Equal(("laborer-7", 1), ("laborer-7", 2));
        parked[0].Item3.Should().Contain("this event can't be applied");
        parked[1].Item3.Should().Contain("earlier event");
    }

    [Fact]
    public async Task Given_a_message_lost_at_an_aggregates_end_the_comparison_with_the_journal_finds_it()
    {
        await using var subscriber = await Subscriber.Start(_broker, _publisher, grace: TimeSpan.FromSeconds(1));
        await _publisher.Append("laborer-a");
        await subscriber.Taken(1);

        await Unbind();
        await _publisher.Append("laborer-a");

        (await subscriber.Taken(2)).Select(t => t.Seq).Should().Equal(1, 2);
    }

    [Fact]
    public async Task Given_a_consumer_its_queues_are_quorum_queues_with_a_single_active_consumer_and_a_stated_delivery_limit()
    {
        await using var subscriber = await Subscriber.Start(_broker, _publisher);

        List<JsonElement> queues = [];
        await Eventually.True(async () =>
        {
            var all = await _broker.Management.GetFromJsonAsync<JsonElement>($"api/queues/{_broker.VirtualHost}");
            queues = [.. all.EnumerateArray().Where(q => Name(q).StartsWith("reporting.", StringComparison.Ordinal))];
            queues.RemoveAll(q => Name(q).Contains(".bus.", StringComparison.Ordinal));
            return queues.Count == Partitioning.Default;
        });

        queues.Select(Name).Should().BeEquivalentTo(Enumerable.Range(0, Partitioning.Default).Select(p => $"reporting.{p}"));
        queues.Should().AllSatisfy(q =>
        {
            var arguments = q.GetProperty("arguments");
            arguments.GetProperty("x-queue-type").GetString().Should().Be("quorum");
            arguments.GetProperty("x-single-active-consumer").GetBoolean().Should().BeTrue();
            arguments.GetProperty("x-delivery-limit").GetInt32().Should().Be(100);
        });
    }

    [Fact]
    public void Given_many_waiting_events_batches_hold_at_most_200_of_one_partition_in_order()
    {
        var events = Enumerable.Range(0, 2000).Select(n => new PublishedEvent
        {
            Id = Guid.NewGuid(),
            Source = "collection",
            Type = EventTypes.RefusalResolved,
            Aggregate = $"laborer-{n % 97}",
            Seq = (n / 97) + 1,
            RecordedAt = DateTimeOffset.UnixEpoch,
            StoredAt = DateTimeOffset.UnixEpoch,
            Data = default,
        }).ToList();

        var batches = Partitioning.Batches("collection", events, 4).SelectMany(g => g).ToList();

        batches.Should().AllSatisfy(b => b.Events.Count.Should().BeInRange(1, 200));
        batches.Should().AllSatisfy(b => b.Events.Should().OnlyContain(e => Partitioning.Of(e.Aggregate, 4) == b.Partition));
        batches.SelectMany(b => b.Events).GroupBy(e => e.Aggregate).Should().AllSatisfy(g => g.Select(e => e.Seq).Should().BeInAscendingOrder());
        batches.SelectMany(b => b.Events).Should().HaveCount(2000);
    }

    private static string Name(JsonElement queue) => queue.GetProperty("name").GetString()!;

    private async Task<IReadOnlyList<PublishedEvent>> Published()
    {
        using var http = new HttpClient { BaseAddress = _publisher.Address };
        var text = await http.GetStringAsync(new Uri("journal", UriKind.Relative));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<PublishedEvent>(line, ContractJson.Options)!)];
    }

    /// <summary>Takes the queues off the exchange and puts one of nobody's there, so that the relay's message is routed and lost.</summary>
    private async Task Unbind()
    {
        var host = _broker.VirtualHost;
        await _broker.Management.PutAsJsonAsync($"api/queues/{host}/nobody", new { durable = true });
        for (var partition = 0; partition < Partitioning.Default; partition++)
        {
            await _broker.Management.PostAsJsonAsync($"api/bindings/{host}/e/guzhang.collection/q/nobody", new { routing_key = $"{partition}" });
            var bindings = await _broker.Management.GetFromJsonAsync<JsonElement>($"api/bindings/{host}/e/guzhang.collection/e/reporting.{partition}");
            foreach (var binding in bindings.EnumerateArray())
            {
                var key = Uri.EscapeDataString(binding.GetProperty("properties_key").GetString()!);
                (await _broker.Management.DeleteAsync(new Uri($"api/bindings/{host}/e/guzhang.collection/e/reporting.{partition}/{key}", UriKind.Relative))).EnsureSuccessStatusCode();
            }
        }
    }
}
