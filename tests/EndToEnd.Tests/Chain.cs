using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Collection;
using Guzhang.Reporting;
using Guzhang.Testing;
using Guzhang.Verification;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>Collection, Verification, Reporting and Identity as they run, each on its own database, over one broker.</summary>
public sealed class Chain : IAsyncLifetime
{
    private readonly List<WebApplication> _services = [];
    private readonly List<FreshDatabase> _databases = [];
    private readonly FreshBroker _broker = new();
    private readonly TestTokens _tokens = new();
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("chain-secrets");
    private readonly Dictionary<string, Uri> _addresses = [];

    /// <summary>Settings that a test adds before the start.</summary>
    public string[] More { get; init; } = [];

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_broker.InitializeAsync().AsTask(), _tokens.InitializeAsync().AsTask());

        // Collection and Verification name each other, so their ports are taken first.
        foreach (var name in new[] { "collection", "verification", "reporting" })
        {
            _addresses[name] = new Uri($"http://127.0.0.1:{FreePort()}");
        }

        await Start("collection", CollectionService.Create);
        await Start("verification", VerificationService.Create);
        await Start("reporting", ReportingService.Create);
        using var operation = await As("collection", "operator", "operator");
        (await operation.PutAsJsonAsync("clock", new { businessTime = "2020-10-12T09:00:00+08:00" })).EnsureSuccessStatusCode();
        foreach (var name in _addresses.Keys)
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
            await service.StopAsync();
            await service.DisposeAsync();
        }

        await _tokens.DisposeAsync();
        await _broker.DisposeAsync();
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        _secrets.Delete(recursive: true);
    }

    private async Task Start(string name, Func<string[], Task<WebApplication>> create)
    {
        var database = await FreshDatabase.CreateAsync();
        _databases.Add(database);
        var service = await create([
            $"--urls={_addresses[name]}", $"--ConnectionStrings:Database={database.ConnectionString}",
            $"--ConnectionStrings:Broker={await _broker.ServiceAddressAsync(name)}", $"--Secrets:Directory={_secrets.FullName}",
            $"--County:Directory={CountyDirectory()}", "--Logging:LogLevel:Default=Error", .. _tokens.Settings,
            .. _addresses.Select(a => $"--Services:{a.Key}={a.Value}"), .. More]);
        await service.StartAsync();
        _services.Add(service);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string CountyDirectory()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(at.FullName, "county/guzhang")))
        {
            at = at.Parent!;
        }

        return Path.Combine(at.FullName, "county/guzhang");
    }
}
