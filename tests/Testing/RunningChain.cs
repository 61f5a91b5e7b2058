using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost.Native;

namespace Guzhang.Testing;

/// <summary>The services that a form runs through, each a process with a database of its own, over one broker, in October 2020.</summary>
/// <param name="environment">environment variables that every service gets besides</param>
/// <param name="collection">settings that Collection gets besides, as arguments of the command line</param>
/// <param name="console">where a console will be that people sign in to</param>
public sealed class RunningChain(
    IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? collection = null, Uri? console = null) : IAsyncDisposable
{
    private readonly List<ServiceChild> _services = [];
    private readonly Dictionary<string, FreshDatabase> _databases = [];
    private readonly FreshBroker _broker = new();
    private readonly TestTokens _tokens = new() { Console = console };
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("chain-secrets");
    private readonly Dictionary<string, Uri> _addresses = [];

    /// <summary>Connection string of a service's database, as superuser.</summary>
    public string Database(string service) => _databases[service].ConnectionString;

    /// <summary>A service's process.</summary>
    public ProcessIdentity Process(string service) => _services[_databases.Keys.ToList().IndexOf(service)].Identity;

    public Uri Address(string service) => _addresses[service];

    /// <summary>The identity service, and tokens of it.</summary>
    public TestTokens Tokens => _tokens;

    /// <summary>The virtual host that they share.</summary>
    public FreshBroker Broker => _broker;

    /// <summary>Starts everything, or some services, Collection among them, and sets the business clock.</summary>
    public async Task Start(IReadOnlyCollection<string>? only = null)
    {
        await Task.WhenAll(_broker.InitializeAsync().AsTask(), _tokens.InitializeAsync().AsTask());

        // Collection and Verification name each other, so their ports are taken first.
        foreach (var name in new[] { "collection", "verification", "subsidy", "jobmatching", "reporting" })
        {
            _addresses[name] = new Uri($"http://127.0.0.1:{FreePorts.Choose([.. _addresses.Values.Select(a => a.Port)])}");
        }

        var started = _addresses.Keys.Where(name => only?.Contains(name) ?? true).ToList();
        foreach (var name in started)
        {
            await Start(name);
        }

        using var operation = await As("collection", "operator", "operator");
        (await operation.PutAsJsonAsync("clock", new { businessTime = "2020-10-12T09:00:00+08:00" })).EnsureSuccessStatusCode();
        foreach (var name in started)
        {
            using var reader = await As(name, "operator", "operator");
            await Eventually.Get(
                () => reader.GetFromJsonAsync<JsonElement>("clock"), c => c.GetProperty("businessTime").GetDateTimeOffset().Year == 2020);
        }
    }

    public Task<HttpClient> As(string service, string officer, string role) => _tokens.ClientFor(_addresses[service], role, "433126", officer);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.AsEnumerable().Reverse())
        {
            await service.DisposeAsync();
        }

        await _tokens.DisposeAsync();
        await _broker.DisposeAsync();
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }

        _secrets.Delete(recursive: true);
    }

    private async Task Start(string name)
    {
        var database = await FreshDatabase.CreateAsync();
        _databases.Add(name, database);
        _services.Add(await ServiceChild.Start(
            name,
            _addresses[name],
            [
                $"--ConnectionStrings:Database={database.ConnectionString}",
                $"--ConnectionStrings:Broker={await _broker.ServiceAddressAsync(name)}", $"--Secrets:Directory={_secrets.FullName}",
                .. _tokens.Settings, .. _addresses.Select(a => $"--Services:{a.Key}={a.Value}"),
                .. name == "collection" ? collection ?? [] : [],
            ],
            environment));
    }
}
