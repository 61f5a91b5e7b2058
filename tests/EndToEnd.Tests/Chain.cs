using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>One chain for all tests here, one test at a time: they look at figures before and after.</summary>
[CollectionDefinition(nameof(Chain))]
public sealed class ChainTests : ICollectionFixture<Chain>;

/// <summary>The running chain, whose telemetry goes to a receiver that tests can ask.</summary>
public sealed class Chain : IAsyncLifetime
{
    private RunningChain? _running;

    public OtlpReceiver Telemetry { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Telemetry.Start();
        _running = new RunningChain(Telemetry.Settings);
        await _running.Start();
    }

    public Task<HttpClient> As(string service, string officer, string role) => _running!.As(service, officer, role);

    /// <summary>Connection string of a service's database, as superuser.</summary>
    public string Database(string service) => _running!.Database(service);

    public FreshBroker Broker => _running!.Broker;

    /// <summary>Submits a form, the first or one that follows; answers whose it is.</summary>
    public async Task<Guid> Submit(Dictionary<string, object> fields, Guid? laborer = null, int? follows = null)
    {
        using var collector = await As("collection", "collector-1", "collector");
        using var response = await collector.PostAsJsonAsync(laborer is null ? "forms" : $"laborers/{laborer}/forms", new { fields, follows });
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid();
    }

    /// <summary>Waits until the task force sees that version.</summary>
    public async Task Work(Guid laborer, int version = 1)
    {
        using var officer = await As("verification", "officer-1", "task-force");
        await Eventually.Get(
            async () => (await officer.GetFromJsonAsync<JsonElement>("work?state=waiting&limit=1000")).GetProperty("items").EnumerateArray()
                .Any(w => w.GetProperty("laborer").GetGuid() == laborer && w.GetProperty("formVersion").GetInt32() == version),
            found => found);
    }

    /// <summary>An officer confirms; answers the result.</summary>
    public async Task<JsonElement> Confirm(string officer, Guid laborer, int version)
    {
        using var taskForce = await As("verification", officer, "task-force");
        using var response = await taskForce.PostAsJsonAsync("confirmations", new { items = new[] { new { laborer, formVersion = version } } });
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0];
    }

    /// <summary>The county's line of the dispatch table.</summary>
    public async Task<Dictionary<string, long>> Figures()
    {
        using var leader = await As("reporting", "leader", "leader");
        return (await leader.GetFromJsonAsync<JsonElement>("dispatch?formYear=2020")).GetProperty("total").Deserialize<Dictionary<string, long>>()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        await Telemetry.DisposeAsync();
    }
}
