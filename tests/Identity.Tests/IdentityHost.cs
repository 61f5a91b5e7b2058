using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.Identity.Administration;
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
          {"id":"trial","secret":"t-secret","role":"*"},
          {"id":"console","secret":"c-secret","redirectUris":["http://127.0.0.1:5/signin-oidc"],"signedOutUris":["http://127.0.0.1:5/signout-callback-oidc"]}]}
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

    /// <summary>The administration's interface, as an operator of the county.</summary>
    public async Task<HttpClient> Operator(string role = "operator", string division = "433126")
    {
        var client = new HttpClient { BaseAddress = Authority };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token("trial", "t-secret", ("role", role), ("division", division)));
        return client;
    }

    /// <summary>Makes an account as the operator does.</summary>
    public async Task<AccountLink> Create(string login, string role = "task-force", string division = "433126", string name = "张专班")
    {
        using var operating = await Operator();
        using var answer = await operating.PostAsJsonAsync("accounts", new { login, displayName = name, role, division });
        answer.StatusCode.Should().Be(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<AccountLink>())!;
    }

    /// <summary>An account whose password is set.</summary>
    public async Task<Guid> Enrolled(string login, string role = "task-force", string division = "433126")
    {
        var link = await Create(login, role, division);
        using var browser = new Browser(Authority);
        (await (await browser.Fill(link.Link, ("password", Password), ("again", Password))).Content.ReadAsStringAsync()).Should().Contain("密码已设置");
        return link.Id;
    }

    public const string Password = "四月的桃花 gu3 river";

    /// <summary>Actions on the audit log about an account, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> Audited(Guid? subject)
    {
        using var auditor = await Operator("auditor");
        var page = (await auditor.GetFromJsonAsync<JsonObject>(subject is null ? "audit?limit=1000" : $"audit?limit=1000&subject={subject}"))!;
        return [.. page["items"]!.AsArray().Select(item => (string)item!["action"]!).Reverse()];
    }

    public string ConnectionString => database.ConnectionString;

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
