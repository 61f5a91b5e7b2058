using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Guzhang.AppHost.Native;
using Guzhang.Identity;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Guzhang.Testing;

/// <summary>
/// The real identity service on a free port, with a client that may take any role. Usable as a fixture, or by
/// <see cref="Start"/>. A service under test gets <see cref="Settings"/> among its arguments.
/// </summary>
public sealed class TestTokens : IAsyncLifetime
{
    private const string Secret = "only-for-tests";
    private readonly string folder = Directory.CreateTempSubdirectory("guzhang-identity-").FullName;
    private readonly ConcurrentDictionary<(string Role, string Division, string Sub), Lazy<Task<string>>> tokens = new();
    private readonly HttpClient http = new();
    private readonly FreshDatabase database = new();
    private string[] more = [];

    /// <summary>Address of a console that people sign in to; null where there is none.</summary>
    public Uri? Console { get; init; }

    private WebApplication? app;

    /// <summary>Issuer of the tokens: the setting Identity:Authority.</summary>
    public Uri Authority { get; private set; } = null!;

    /// <summary>Settings of a service that believes these tokens, and its own client credentials (role service, county).</summary>
    public string[] Settings => [CountySetting, $"--Identity:Authority={Authority}", $"--Services:identity={Authority}", "--Identity:ClientId=service", $"--Identity:ClientSecret={Secret}", .. NoLimits];

    /// <summary>Settings of a console: it has no role of its own.</summary>
    public string[] ConsoleSettings => [CountySetting, $"--Identity:Authority={Authority}", "--Identity:ClientId=console", $"--Identity:ClientSecret={Secret}"];

    /// <summary>One officer of a test calls as often as a hundred.</summary>
    public static string[] NoLimits { get; } = ["--Limits:RequestsPerSecond=1000000", "--Limits:Burst=1000000"];

    /// <summary>The county of the repository: every service needs it.</summary>
    public static string CountySetting { get; } = $"--County:Directory={Guzhang.AppHost.Repository.Find().County}";

    /// <summary>Starts one, with settings of Identity besides; dispose it at the end.</summary>
    public static async Task<TestTokens> Start(params string[] settings)
    {
        var started = new TestTokens { more = settings };
        await started.InitializeAsync();
        return started;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var clients = Path.Combine(folder, "clients.json");
        await database.InitializeAsync();
        await File.WriteAllTextAsync(clients, $$"""
            {"clients":[
              {"id":"service","secret":"{{Secret}}","role":"service","division":"433126"},
              {"id":"trial","secret":"{{Secret}}","role":"*"}{{ConsoleClient}}]}
            """);
        for (var attempt = 1; app is null; attempt++)
        {
            Authority = new Uri($"http://127.0.0.1:{FreePorts.Choose([])}/");
            var service = await IdentityService.Create([
                CountySetting, $"--urls={Authority}", $"--Identity:Authority={Authority}", $"--Identity:ClientsFile={clients}",
                $"--Secrets:Directory={folder}/secrets", $"--ConnectionStrings:Database={database.ConnectionString}",
                "--Identity:TokensPerMinute=1000000", "--Logging:LogLevel:Default=Warning", .. NoLimits, .. more]);
            try
            {
                await service.StartAsync();
                app = service;
            }
            catch (IOException) when (attempt < 5) // somebody took the port in between
            {
                await service.DisposeAsync();
            }
        }
    }

    /// <summary>A token for the role in the division; <paramref name="sub"/> is the officer (default: the role's name).</summary>
    public Task<string> TokenFor(string role, string division = "433126", string? sub = null) =>
        tokens.GetOrAdd((role, division, sub ?? role), key => new Lazy<Task<string>>(() => Ask(key))).Value;

    /// <summary>A client of the service at <paramref name="address"/> that acts in the role.</summary>
    public async Task<HttpClient> ClientFor(Uri address, string role, string division = "433126", string? sub = null)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenFor(role, division, sub));
        return client;
    }

    private string ConsoleClient => Console is null ? "" :
        $$"""
        ,
              {"id":"console","secret":"{{Secret}}","redirectUris":["{{new Uri(Console, "/signin-oidc")}}"],"signedOutUris":["{{new Uri(Console, "/signout-callback-oidc")}}"]}
        """;

    private async Task<string> Ask((string Role, string Division, string Sub) key)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "trial",
            ["client_secret"] = Secret,
            ["role"] = key.Role,
            ["division"] = key.Division,
            ["sub"] = key.Sub,
        });
        using var answer = await http.PostAsync(new Uri(Authority, "connect/token"), form);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return (string?)body?["access_token"] ?? throw new InvalidOperationException($"No token for {key}: {body}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        await database.DisposeAsync();
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
