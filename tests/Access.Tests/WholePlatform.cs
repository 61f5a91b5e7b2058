using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost;
using Guzhang.AppHost.Native;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Access.Tests;

/// <summary>
/// Every service of the topology as a process, with the settings that ./run gives it, on databases and a virtual host of its
/// own; and some people: of one town to be looked at and acted on, of another to be kept apart from.
/// </summary>
public sealed class WholePlatform : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guzhang-access-");
    private readonly FreshBroker broker = new();
    private readonly List<FreshDatabase> databases = [];
    private readonly List<ServiceChild> children = [];
    private readonly Dictionary<(string Role, string Division), string> tokens = [];

    /// <summary>The installation's folder of state and secrets.</summary>
    public Installation Home { get; private set; } = null!;

    /// <summary>Its own way to Identity.</summary>
    public IdentityClient Identity { get; private set; } = null!;

    public const string County = "433126";

    /// <summary>古阳镇, where <see cref="Acted"/> and <see cref="Seen"/> live.</summary>
    public const string Inside = "433126101";

    /// <summary>坪坝镇.</summary>
    public const string Outside = "433126108";

    public IReadOnlyDictionary<string, Uri> Addresses { get; private set; } = new Dictionary<string, Uri>();

    /// <summary>Somebody of the inner town whom requests may change.</summary>
    public Guid Acted { get; private set; }

    /// <summary>What their form says.</summary>
    public Dictionary<string, object> ActedForm { get; } = SampleForm.OfSomebodyNew();

    /// <summary>Somebody of the inner town whom nothing changes.</summary>
    public Guid Seen { get; private set; }

    /// <summary>Their ID number.</summary>
    public string SeenId { get; } = SampleForm.NewResidentId();

    /// <summary>Somebody of the inner town, home and willing by a confirmed form: followed up, and screened.</summary>
    public Guid Followed { get; private set; }

    /// <summary>Their 72-hour case.</summary>
    public Guid Case { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await broker.InitializeAsync();
        Home = new Installation(folder.FullName);
        ClientsFile.Write(Home.Secrets, County, new Uri("http://127.0.0.1:5"));
        var processes = new ServiceProcess(Repository.Find(), Home, new Surroundings());
        Addresses = processes.Addresses;
        foreach (var service in Topology.Waves(Topology.Services).SelectMany(wave => wave))
        {
            var settings = processes.Settings(service).ToDictionary();
            if (service.HasDatabase)
            {
                databases.Add(await FreshDatabase.CreateAsync());
                settings["ConnectionStrings:Database"] = databases[^1].ConnectionString;
            }

            if (service.HasBroker)
            {
                settings["ConnectionStrings:Broker"] = await broker.ServiceAddressAsync(service.Name);
            }

            children.Add(await ServiceChild.Start(
                service.Name, Addresses[service.Name], [.. settings.Select(setting => $"--{setting.Key}={setting.Value}"), .. TestTokens.NoLimits]));
        }

        Identity = new IdentityClient(Addresses["identity"], Home.Secrets);
        await Settle();
    }

    /// <summary>A client of a service in a role, for a division.</summary>
    public async Task<HttpClient> As(string service, string role, string division = County)
    {
        var client = Anonymous(service);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token(role, division));
        return client;
    }

    public HttpClient Anonymous(string service) => new() { BaseAddress = Addresses[service] };

    public async Task<string> Token(string role, string division)
    {
        if (!tokens.TryGetValue((role, division), out var token))
        {
            tokens[(role, division)] = token = await Identity.TokenAsync(role, division, CancellationToken.None);
        }

        return token;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in children.AsEnumerable().Reverse())
        {
            await child.DisposeAsync();
        }

        Identity?.Dispose();
        await broker.DisposeAsync();
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private async Task Settle()
    {
        using (var operating = await As("collection", "operator"))
        {
            (await operating.PutAsJsonAsync("clock", new { businessTime = "2020-10-12T09:00:00+08:00" })).EnsureSuccessStatusCode();
        }

        using var collector = await As("collection", "collector");
        Acted = await Submit(collector, ActedForm);
        Seen = await Submit(collector, SampleForm.Of(SeenId));
        await Submit(collector, SampleForm.OfSomebodyNew(("town", "坪坝镇"), ("village", null)));
        Followed = await Submit(collector, SampleForm.OfSomebodyHome());
        using var officer = await As("verification", "task-force");
        await Eventually.Get(async () => (await officer.GetFromJsonAsync<JsonElement>("work")).GetProperty("total").GetInt64(), total => total == 4);
        (await officer.PostAsJsonAsync("confirmations", new { items = new[] { new { laborer = Followed, formVersion = 1 } } })).EnsureSuccessStatusCode();
        using var leader = await As("reporting", "leader");
        await Eventually.Get(
            async () => (await leader.GetFromJsonAsync<JsonElement>("dispatch?formYear=2020")).GetProperty("total").GetProperty("rawBase").GetInt64(), total => total == 4);
        using var screening = await As("subsidy", "leader");
        await Eventually.Get(
            async () => (await screening.GetFromJsonAsync<JsonElement>("qualifying?scheme=transport&state=not-qualifying&formYear=2020")).GetProperty("total").GetInt64(),
            total => total == 1);
        using var following = await As("jobmatching", "leader");
        var cases = await Eventually.Get(
            async () => (await following.GetFromJsonAsync<JsonElement>("cases")).GetProperty("items"), items => items.GetArrayLength() == 1);
        Case = cases[0].GetProperty("id").GetGuid();
    }

    private static async Task<Guid> Submit(HttpClient collector, Dictionary<string, object> fields)
    {
        var answer = await collector.PostAsJsonAsync("forms", new { fields });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid();
    }
}
