using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.OtherSystems;
using Guzhang.Peer;
using Guzhang.Subscribers.Tests.Staging;
using NJsonSchema;
using Npgsql;

namespace Guzhang.Subscribers.Tests;

/// <summary>EVT-01, EVT-02: what another system gets, seen by a plain client.</summary>
public sealed class MessageTests
{
    [Fact, Trait("Req", "EVT-01"), Trait("Req", "EVT-02")]
    public async Task Given_an_event_when_a_plain_client_reads_it_then_the_body_is_its_data_and_the_headers_are_CloudEvents_attributes()
    {
        await using var stage = await EventStage.Open();
        var credentials = await stage.Add("plain", ["*"], ["*"]);
        await using var client = await Amqp.Connect(stage, credentials);
        await client.Consume(credentials.Queue);
        var (inTown, ofNone) = (new Command(Guid.NewGuid(), "laborer-a", Town: "433126101"), new Command(Guid.NewGuid(), "laborer-a"));
        await stage.Post([inTown, ofNone]);

        var messages = await client.Taken(2);

        messages.Should().HaveCount(2);
        var message = messages[0];
        message.RoutingKey.Should().Be("guzhang.refusal.resolved.v1.433126101");
        messages[1].RoutingKey.Should().Be("guzhang.refusal.resolved.v1.county");
        message.ContentType.Should().Be("application/json");
        (message["specversion"], message["id"], message["type"], message["source"], message["subject"], message["town"])
            .Should().Be(("1.0", inTown.Id.ToString(), EventTypes.RefusalResolved, "collection", "laborer-a", "433126101"));
        messages[1].Headers.Should().NotContainKey("cloudEvents:town");
        messages.Select(m => m["seq"]).Should().Equal(1L, 2L);
        var published = await Line(stage, credentials, inTown.Id);
        DateTimeOffset.Parse((string)message["time"]!, System.Globalization.CultureInfo.InvariantCulture).Should().Be(published.RecordedAt);
        JsonElement.DeepEquals(JsonElement.Parse(message.Body), published.Data).Should().BeTrue("the journal and the exchange hold the same");
        (await JsonSchema.FromJsonAsync(EventContracts.Schema(EventTypes.RefusalResolved)!)).Validate(message.Body).Should().BeEmpty();
    }

    [Fact, Trait("Req", "EVT-01"), Trait("Req", "EVT-05")]
    public async Task Given_the_two_feeds_when_nobody_takes_the_internal_one_then_other_systems_get_their_events_all_the_same_each_from_a_checkpoint_of_its_own()
    {
        await using var stage = await EventStage.Open();
        var credentials = await stage.Add("alone", ["*"], ["*"]);
        await using var client = await Amqp.Connect(stage, credentials);
        await client.Consume(credentials.Queue);

        // No service has queues here, so the internal feed stands at its first event: unroutable is an error there.
        var posted = Enumerable.Range(0, 300).Select(n => new Command(Guid.NewGuid(), $"laborer-{n % 7}")).ToList();
        await stage.Post(posted);
        var messages = await client.Taken(300);

        messages.Select(m => Guid.Parse((string)m["id"]!)).Should().BeEquivalentTo(posted.Select(c => c.Id));
        messages.GroupBy(m => m["subject"]).Should().AllSatisfy(of => of.Select(m => m["seq"]).Should().BeInAscendingOrder());
        var checkpoints = await Eventually.Get(() => Checkpoints(stage), found => found.Count > 0);
        checkpoints.Should().ContainSingle().Which.Should().Be("events");
    }

    [Fact, Trait("Req", "EVT-02")]
    public async Task Given_a_subscriber_when_it_asks_for_the_contracts_then_it_gets_the_AsyncAPI_document_and_the_schema_of_each_type()
    {
        await using var stage = await EventStage.Open();
        using var http = await stage.As(await stage.Add("reader", [EventTypes.FormConfirmed], ["433126101"]));

        (await http.GetStringAsync("journal/asyncapi.json")).Should().Be(EventContracts.AsyncApi);
        foreach (var type in EventTypes.All.Keys)
        {
            (await http.GetStringAsync($"journal/schemas/{type}")).Should().Be(EventContracts.Schema(type));
        }

        using var unknown = await http.GetAsync(new Uri("journal/schemas/guzhang.laborer.unheard-of.v1", UriKind.Relative));
        ((int)unknown.StatusCode).Should().Be(404);
    }

    private static async Task<PublishedEvent> Line(EventStage stage, Identity.Subscribing.SubscriberSecret credentials, Guid id)
    {
        using var http = await stage.As(credentials);
        return (await http.GetStringAsync("journal")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<PublishedEvent>(line, ContractJson.Options)!).Single(e => e.Id == id);
    }

    private static async Task<IReadOnlyList<string>> Checkpoints(EventStage stage)
    {
        await using var database = NpgsqlDataSource.Create(stage.Database);
        await using var command = database.CreateCommand("select name from journal.checkpoints order by name");
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
