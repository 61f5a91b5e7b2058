using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost.Native;
using Guzhang.Identity.Subscribing;
using Guzhang.Peer;

namespace Guzhang.Subscribers.Tests.Staging;

/// <summary>
/// A source of events (a process of its own, under the name of Collection), an Identity that makes subscribers, and a virtual
/// host of their own.
/// </summary>
internal sealed class EventStage : IAsyncDisposable
{
    private readonly FreshBroker broker;
    private readonly TestTokens tokens;
    private readonly FreshDatabase journal;
    private readonly Uri address = new($"http://127.0.0.1:{FreePorts.Choose([])}");
    private readonly HttpClient http = new();
    private readonly string name = Guid.NewGuid().ToString("N")[..8];
    private ServiceChild source = null!;

    private EventStage(FreshBroker broker, TestTokens tokens, FreshDatabase journal) => (this.broker, this.tokens, this.journal) = (broker, tokens, journal);

    public FreshBroker Broker => broker;

    public Uri Authority => tokens.Authority;

    public Uri Journal => new(address, "journal");

    public string Database => journal.ConnectionString;

    public ServiceChild Source => source;

    /// <param name="settings">of Identity besides</param>
    public static async Task<EventStage> Open(params string[] settings)
    {
        var broker = await FreshBroker.CreateAsync();
        var stage = new EventStage(broker, await TestTokens.Start([.. broker.ManagementSettings, .. settings]), await FreshDatabase.CreateAsync());
        await stage.StartSource();
        return stage;
    }

    public async Task StartSource() => source = await ServiceChild.StartProgram(
        "source", typeof(SourcePeer).Assembly.Location, address,
        [
            "source", "--Journal:StallPatience=01:00:00", $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync("collection")}",
            $"--ConnectionStrings:Database={journal.ConnectionString}", .. tokens.Settings,
        ]);

    /// <summary>kill -9, and the same again.</summary>
    public async Task RestartSource()
    {
        source.Identity.Signal(Signal.Kill);
        await source.DisposeAsync();
        await StartSource();
    }

    /// <summary>Stores events, again and again with the same ids until the source has answered.</summary>
    public async Task Post(IReadOnlyCollection<Command> commands)
    {
        while (true)
        {
            try
            {
                using var answer = await http.PostAsJsonAsync(new Uri(address, "events"), commands);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException failure) when (failure.StatusCode is null)
            {
                await Task.Delay(50); // it is being restarted
            }
        }
    }

    public async Task<HttpClient> Operator() => await tokens.ClientFor(tokens.Authority, "operator");

    /// <summary>Makes a subscriber as the operator does.</summary>
    public async Task<SubscriberSecret> Add(string id, IReadOnlyList<string> types, IReadOnlyList<string> towns)
    {
        using var operating = await Operator();
        using var answer = await operating.PostAsJsonAsync("subscribers", new { id = $"{id}-{name}", title = id, types, towns });
        answer.EnsureSuccessStatusCode();
        var made = (await answer.Content.ReadFromJsonAsync<SubscriberSecret>())!;
        made.OnBroker.Should().BeTrue();
        return made;
    }

    /// <summary>How the operator sees it.</summary>
    public async Task<SubscriberState> State(string id)
    {
        using var operating = await Operator();
        return (await operating.GetFromJsonAsync<SubscriberState>($"subscribers/{id}"))!;
    }

    public string BrokerAddress(SubscriberSecret subscriber) => broker.AddressOf(subscriber.User, subscriber.Secret);

    /// <summary>A client of the source's journal with the subscriber's own token.</summary>
    public async Task<HttpClient> As(SubscriberSecret subscriber, Uri? at = null)
    {
        var client = new HttpClient { BaseAddress = at ?? address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await Token(subscriber)).GetProperty("access_token").GetString());
        return client;
    }

    /// <summary>What the token endpoint answers.</summary>
    public async Task<JsonElement> Token(SubscriberSecret subscriber)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = subscriber.Id,
            ["client_secret"] = subscriber.Secret,
        });
        using var answer = await http.PostAsync(new Uri(Authority, "connect/token"), form);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await tokens.DisposeAsync();
        await broker.DisposeAsync();
        await journal.DisposeAsync();
        http.Dispose();
    }
}
