using System.Net;
using System.Text.Json.Nodes;
using Guzhang.AppHost.Native;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Guzhang.Identity.Tests;

/// <summary>An identity service of a test's own, with its files at hand.</summary>
internal sealed class IdentityHost(string folder, int port, TempFolder? own) : IAsyncDisposable
{
    private readonly FreshDatabase database = new();
    private WebApplication? app;

    public Uri Authority { get; } = new($"http://127.0.0.1:{port}/");

    public HttpClient Http { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

    public string KeyFile => Path.Combine(folder, "secrets", "signing-key.pem");

    public string ClientsFile => Path.Combine(folder, "clients.json");

    public const string Clients = """
        {"clients":[
          {"id":"reporting","secret":"r-secret","role":"service","division":"433126"},
          {"id":"trial","secret":"t-secret","role":"*"}]}
        """;

    public static async Task<IdentityHost> Start(string? folder = null, int? port = null, params string[] settings)
    {
        var own = folder is null ? new TempFolder() : null;
        var host = new IdentityHost(folder ?? own!.Path, port ?? FreePorts.Choose([]), own);
        await host.database.InitializeAsync();
        if (!File.Exists(host.ClientsFile))
            await File.WriteAllTextAsync(host.ClientsFile, Clients);
        host.app = await IdentityService.Create([
            TestTokens.CountySetting, $"--urls={host.Authority}", $"--Identity:Authority={host.Authority}", $"--Identity:ClientsFile={host.ClientsFile}",
            $"--Secrets:Directory={Path.GetDirectoryName(host.KeyFile)}", $"--ConnectionStrings:Database={host.database.ConnectionString}",
            "--Logging:LogLevel:Default=Error", .. TestTokens.NoLimits, .. settings]);
        await host.app.StartAsync();
        return host;
    }

    public Task<HttpResponseMessage> Ask(string client, string secret, params (string Name, string Value)[] more)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", secret),
        };
        form.AddRange(more.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value)));
        return Http.PostAsync("connect/token", new FormUrlEncodedContent(form));
    }

    public async Task<string> Token(string client, string secret, params (string Name, string Value)[] more) =>
        (string)(await (await Ask(client, secret, more)).Json())["access_token"]!;

    /// <summary>Checks a token as any OpenID Connect client would: by discovery and the published keys.</summary>
    public async Task<TokenValidationResult> Validate(string token)
    {
        var discovery = await OpenIdConnectConfigurationRetriever.GetAsync(
            $"{Authority}.well-known/openid-configuration", new HttpDocumentRetriever(Http) { RequireHttps = false }, CancellationToken.None);
        return await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = discovery.Issuer,
            ValidAudience = "guzhang",
            ValidTypes = ["at+jwt"],
            IssuerSigningKeys = discovery.SigningKeys,
        });
    }

    public async Task<JsonArray> Keys() => JsonNode.Parse(await Http.GetStringAsync(".well-known/jwks"))!["keys"]!.AsArray();

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        await database.DisposeAsync();
        Http.Dispose();
        own?.Dispose();
    }
}

/// <summary>A folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("guzhang-identity-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
