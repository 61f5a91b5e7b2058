using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Identity.Subscribing;
using Guzhang.Peer;
using Guzhang.Subscribers.Tests.Staging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Guzhang.Subscribers.Tests;

/// <summary>EVT-04: a subscriber sees what it is granted, on the broker and in the journal, and is cut off at once when it is removed.</summary>
public sealed class GrantTests
{
    private const string Own = "433126101";
    private const string Other = "433126108";

    [Fact, Trait("Req", "EVT-04")]
    public async Task Given_a_grant_of_one_type_and_one_town_when_events_of_others_come_then_neither_stream_nor_journal_shows_them_and_the_journal_s_pages_move_on()
    {
        await using var stage = await EventStage.Open();
        var credentials = await stage.Add("office", [EventTypes.RefusalResolved], [Own]);
        await using var client = await Amqp.Connect(stage, credentials);
        await client.Consume(credentials.Queue);
        var seen = new[] { new Command(Guid.NewGuid(), "laborer-a", Town: Own), new Command(Guid.NewGuid(), "laborer-a", Town: Own) };
        await stage.Post([
            new Command(Guid.NewGuid(), "laborer-a", EventTypes.RowRefused, Own), seen[0], new Command(Guid.NewGuid(), "laborer-a", Town: Other),
            new Command(Guid.NewGuid(), "laborer-a"), new Command(Guid.NewGuid(), "laborer-b", Town: Other), seen[1]]);
        using var http = await stage.As(credentials);

        (await client.Taken(2)).Select(m => m["id"]).Should().Equal(seen.Select(c => c.Id.ToString()));
        (await Page(http, "journal")).Events.Select(e => e.Id).Should().Equal(seen.Select(c => c.Id));
        (await Page(http, "journal?aggregate=laborer-a")).Events.Select(e => e.Id).Should().Equal(seen.Select(c => c.Id));
        (await Page(http, "journal?aggregate=laborer-b")).Events.Should().BeEmpty();
        (await http.GetStringAsync("journal/heads")).Should().Contain("laborer-a").And.NotContain("laborer-b");

        // One event a page, shown or not: each page says where it ended.
        var (position, found) = ("", new List<Guid>());
        for (var pages = 0; pages < 6; pages++)
        {
            var page = await Page(http, $"journal?max=1&from={position}");
            page.At.Should().NotBe(position);
            position = page.At;
            found.AddRange(page.Events.Select(e => e.Id));
        }

        found.Should().Equal(seen.Select(c => c.Id));
        (await Page(http, $"journal?from={position}")).At.Should().Be(position, "there is no more");

        using var first = await http.GetAsync(new Uri("journal?aggregate=laborer-a&max=1", UriKind.Relative));
        (await first.Content.ReadAsStringAsync()).Should().BeEmpty("the first event is of another type");
        first.Headers.GetValues("Guzhang-Seq").Should().Equal("1");
    }

    [Fact, Trait("Req", "EVT-04")]
    public async Task Given_a_subscriber_when_it_tries_another_s_stream_a_wider_binding_publishing_or_administration_then_all_is_refused()
    {
        await using var stage = await EventStage.Open();
        var (office, others) = (await stage.Add("office", [EventTypes.FormConfirmed], [Own]), await stage.Add("others", ["*"], ["*"]));
        await using var client = await Amqp.Connect(stage, office);
        var streams = new Dictionary<string, object?> { ["x-stream-offset"] = "first" };

        var refusals = new Dictionary<string, string>
        {
            ["another's stream"] = await client.Try(async channel =>
            {
                await channel.BasicQosAsync(0, 1, global: false);
                await channel.BasicConsumeAsync(others.Queue, autoAck: false, "", noLocal: false, exclusive: false, streams, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel));
            }),
            ["another type or town"] = await client.Try(channel => channel.QueueBindAsync(office.Queue, "guzhang.collection.events", "#")),
            ["a queue of its own"] = await client.Try(channel => channel.QueueDeclareAsync("subscriber.mine", durable: false, exclusive: false, autoDelete: true)),
            ["the internal exchange"] = await client.Try(channel => channel.ExchangeBindAsync("guzhang.collection.events", "guzhang.collection", "")),
            ["publishing events"] = await client.Try(async channel => await channel.BasicPublishAsync("guzhang.collection.events", "guzhang.laborer.form-confirmed.v1.433126101", "{}"u8.ToArray())),
            ["publishing to the services"] = await client.Try(async channel => await channel.BasicPublishAsync("guzhang.collection", "0", "{}"u8.ToArray())),
            ["publishing to a queue"] = await client.Try(async channel => await channel.BasicPublishAsync("", others.Queue, "{}"u8.ToArray())),
            ["deleting its stream"] = await client.Try(channel => channel.QueueDeleteAsync(office.Queue)),
        };

        refusals.Should().AllSatisfy(refused => refused.Value.Should().StartWith("ACCESS_REFUSED", refused.Key));
        using var http = await stage.As(office, stage.Authority);
        (await http.GetAsync(new Uri("subscribers", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await http.PutAsJsonAsync($"subscribers/{office.Id}/grant", new { types = new[] { "*" }, towns = new[] { "*" } })).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await http.GetFromJsonAsync<SubscriberLine>("subscription"))!.Should().Be(new SubscriberLine(office.Id, "office", EventTypes.FormConfirmed, Own, office.Queue));
    }

    [Theory, Trait("Req", "EVT-04")]
    [InlineData("types", "guzhang.laborer.form-unheard-of.v1")]
    [InlineData("towns", "433125101")]
    public async Task Given_a_type_or_town_that_there_is_not_when_a_subscriber_is_to_be_made_then_it_is_refused_and_told_what_there_is(string field, string value)
    {
        await using var stage = await EventStage.Open();
        using var operating = await stage.Operator();
        string[] Of(string name, string good) => [field == name ? value : good];

        using var answer = await operating.PostAsJsonAsync("subscribers", new { id = "office", title = "区人社", types = Of("types", "*"), towns = Of("towns", "*") });

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain(value).And.Contain(field == "types" ? EventTypes.FormConfirmed : Own);
    }

    [Fact, Trait("Req", "EVT-04")]
    public async Task Given_a_subscriber_that_reads_when_the_operator_removes_it_then_its_connection_its_live_journal_and_its_token_end()
    {
        await using var stage = await EventStage.Open();
        var credentials = await stage.Add("gone", ["*"], ["*"]);
        await stage.Post([new Command(Guid.NewGuid(), "laborer-a")]);
        await using var client = await Amqp.Connect(stage, credentials);
        await client.Consume(credentials.Queue);
        await client.Taken(1);
        using var http = await stage.As(credentials);
        using var live = await http.GetAsync(new Uri("journal?live=true", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await live.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync()).Should().Contain("laborer-a");
        var ended = lines.ReadLineAsync();

        using (var operating = await stage.Operator())
        {
            (await operating.DeleteAsync(new Uri($"subscribers/{credentials.Id}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        }

        (await Eventually.Get(() => Task.FromResult(client.IsOpen), open => !open)).Should().BeFalse();
        var again = async () => await Amqp.Connect(stage, credentials);
        await again.Should().ThrowAsync<BrokerUnreachableException>();
        (await Eventually.Get(() => Status(http, "journal"), status => status == HttpStatusCode.Unauthorized)).Should().Be(HttpStatusCode.Unauthorized);
        (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMinutes(1)))).Should().BeSameAs(ended, "nothing more came, and the stream has an end");
        (await stage.Token(credentials)).TryGetProperty("access_token", out _).Should().BeFalse();
    }

    [Fact, Trait("Req", "EVT-04")]
    public async Task Given_a_subscriber_when_its_grant_is_narrowed_or_its_secret_renewed_then_what_it_held_before_is_good_for_nothing()
    {
        await using var stage = await EventStage.Open();
        var before = await stage.Add("narrowed", ["*"], ["*"]);
        await stage.Post([new Command(Guid.NewGuid(), "laborer-a", Town: Other)]);
        using var old = await stage.As(before);
        (await Page(old, "journal")).Events.Should().ContainSingle();
        using var operating = await stage.Operator();

        using var narrowed = await operating.PutAsJsonAsync($"subscribers/{before.Id}/grant", new { types = new[] { EventTypes.RefusalResolved }, towns = new[] { Own } });
        var line = (await narrowed.Content.ReadFromJsonAsync<SubscriberLine>())!;

        line.Queue.Should().NotBe(before.Queue, "the old stream holds what may not be read any more");
        (await Eventually.Get(() => Status(old, "journal"), status => status == HttpStatusCode.Unauthorized)).Should().Be(HttpStatusCode.Unauthorized);
        using var anew = await stage.As(before);
        (await Page(anew, "journal")).Events.Should().BeEmpty();
        await using (var client = await Amqp.Connect(stage, before))
        {
            await client.Consume(line.Queue);
            (await client.Try(async channel =>
            {
                await channel.BasicQosAsync(0, 1, global: false);
                await channel.BasicConsumeAsync(before.Queue, autoAck: false, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel));
            })).Should().Match(said => said.StartsWith("NOT_FOUND", StringComparison.Ordinal) || said.StartsWith("ACCESS_REFUSED", StringComparison.Ordinal));

            using var renewed = await operating.PostAsync(new Uri($"subscribers/{before.Id}/secret", UriKind.Relative), null);
            var secret = (await renewed.Content.ReadFromJsonAsync<SubscriberSecret>())!;
            (await Eventually.Get(() => Task.FromResult(client.IsOpen), open => !open)).Should().BeFalse();
            await using var again = await Amqp.Connect(stage, secret);
            await again.Consume(secret.Queue);
        }

        var stale = async () => await Amqp.Connect(stage, before);
        await stale.Should().ThrowAsync<BrokerUnreachableException>();
        (await Eventually.Get(() => Status(anew, "journal"), status => status == HttpStatusCode.Unauthorized)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact, Trait("Req", "EVT-03")]
    public async Task Given_a_subscriber_by_the_guide_when_it_is_granted_more_then_it_stops_rather_than_go_on_without_the_past_and_begins_anew_with_a_new_file()
    {
        GuideSubscriber.SkipUnlessItCanRun();
        await using var stage = await EventStage.Open();
        var credentials = await stage.Add("growing", ["*"], [Own]);
        await stage.Post([new Command(Guid.NewGuid(), "laborer-a", Town: Own), new Command(Guid.NewGuid(), "laborer-b", Town: Other)]);
        await using var subscriber = new GuideSubscriber(stage, credentials);
        subscriber.Start();
        (await subscriber.Until(1)).Should().Be(1);
        using var operating = await stage.Operator();

        (await operating.PutAsJsonAsync($"subscribers/{credentials.Id}/grant", new { types = new[] { "*" }, towns = new[] { Own, Other } })).EnsureSuccessStatusCode();

        (await subscriber.UntilItSays("more towns are granted")).Should().Contain("begin a new file");
        await using var anew = new GuideSubscriber(stage, credentials);
        anew.Start();
        (await anew.Until(2)).Should().Be(2);
    }

    [Fact, Trait("Req", "EVT-02")]
    public void Given_the_guide_when_a_newcomer_looks_what_there_is_then_it_names_every_type_and_every_town()
    {
        var towns = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppHost.Repository.Find().Root, AppHost.Topology.County, "divisions.json"))).RootElement.GetProperty("towns");

        Guide.Text.Should().ContainAll(EventTypes.All.Keys.Select(type => $"`{type}`"));
        Guide.Text.Should().ContainAll(towns.EnumerateArray().Select(town => $"`{town.GetProperty("code")}` {town.GetProperty("name")}"));
    }

    [Fact, Trait("Req", "EVT-04")]
    public async Task Given_a_broker_that_lost_a_subscriber_when_it_is_compared_then_the_subscriber_is_there_again_on_a_new_stream_and_an_orphan_is_gone()
    {
        await using var stage = await EventStage.Open();
        var credentials = await stage.Add("lost", ["*"], ["*"]);
        var management = stage.Broker.Management;
        (await management.DeleteAsync(new Uri($"api/queues/{stage.Broker.VirtualHost}/{credentials.Queue}", UriKind.Relative))).EnsureSuccessStatusCode();
        (await management.DeleteAsync(new Uri($"api/users/{credentials.User}", UriKind.Relative))).EnsureSuccessStatusCode();
        var orphan = $"subscriber.orphan-{credentials.Id}";
        (await management.PutAsJsonAsync($"api/users/{orphan}", new { password = "x", tags = "" })).EnsureSuccessStatusCode();
        (await management.PutAsJsonAsync($"api/permissions/{stage.Broker.VirtualHost}/{orphan}", new { configure = ".*", write = ".*", read = ".*" })).EnsureSuccessStatusCode();

        var state = await Eventually.Get(() => stage.State(credentials.Id), s => s.Subscriber.Queue != credentials.Queue && s.Stream is not null);

        state.Subscriber.Queue.Should().NotBe(credentials.Queue, "offsets of the old stream mean nothing in the new one");
        var post = new Command(Guid.NewGuid(), "laborer-a");
        await stage.Post([post]);
        await using var client = await Amqp.Connect(stage, credentials);
        await client.Consume(state.Subscriber.Queue);
        (await client.Taken(1)).Should().ContainSingle().Which["id"].Should().Be(post.Id.ToString());
        (await Eventually.Get(() => Status(management, $"api/users/{orphan}"), status => status == HttpStatusCode.NotFound)).Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<(IReadOnlyList<PublishedEvent> Events, string At)> Page(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines.Select(line => JsonSerializer.Deserialize<PublishedEvent>(line, ContractJson.Options)!)],
            answer.Headers.TryGetValues("Guzhang-Position", out var at) ? at.Single() : "");
    }
}
