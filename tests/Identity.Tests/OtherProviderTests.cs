using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Guzhang.Identity.Tests;

/// <summary>SEC-01: services that believe another OpenID Connect provider, whose tokens look otherwise than ours.</summary>
public sealed class OtherProviderTests : IAsyncLifetime
{
    private readonly OtherProvider provider = new();
    private WebApplication service = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        await provider.Start();
        service = SampleService.Create([TestTokens.CountySetting, "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None", .. provider.Settings]);
        await service.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_provider_with_other_claim_names_when_its_tokens_come_then_role_and_division_are_read_from_where_the_settings_say()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "who");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", provider.Token(("job", "leader"), ("unit", "433126101")));
        using var answer = await http.SendAsync(request);

        (await answer.Content.ReadFromJsonAsync<Caller>()).Should().Be(new Caller("person-7", "leader", "433126101"));
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_that_provider_when_a_token_names_things_as_ours_do_or_says_less_then_it_is_refused()
    {
        (await Present(provider.Token(("job", "leader"), ("unit", "433126")))).Should().Be(HttpStatusCode.OK);

        (await Present(provider.Token(("role", "leader"), ("division", "433126")))).Should().Be(HttpStatusCode.Unauthorized);
        (await Present(provider.Token(("job", "emperor"), ("unit", "433126")))).Should().Be(HttpStatusCode.Unauthorized);
        (await Present(provider.Token(("job", "leader"), ("unit", "999999")))).Should().Be(HttpStatusCode.Unauthorized);
        (await Present(provider.Token(audience: "somebody-else", claims: [("job", "leader"), ("unit", "433126")]))).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_that_provider_when_a_service_calls_another_then_it_gets_its_own_token_where_the_provider_says()
    {
        var builder = WebApplication.CreateBuilder([
            TestTokens.CountySetting, .. provider.Settings, "--Identity:ClientId=collection", "--Identity:ClientSecret=s", "--Identity:Scope=platform", $"--Services:sample={http.BaseAddress}"]);
        builder.AddServiceDefaults("other");
        builder.AddServiceClient("sample");
        await using var app = builder.Build();

        var who = await app.Services.GetRequiredService<IHttpClientFactory>().CreateClient("sample").GetFromJsonAsync<Caller>("who");

        who.Should().Be(new Caller("collection", "service", "433126"));
        provider.AskedScope.Should().Be("platform");
    }

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_a_token_judged_good_when_the_issuer_withdraws_its_key_then_it_is_good_no_more_once_the_keys_are_read_again()
    {
        var token = provider.Token(("job", "leader"), ("unit", "433126"));
        (await Present(token)).Should().Be(HttpStatusCode.OK);
        (await Present(token)).Should().Be(HttpStatusCode.OK);

        provider.ChangeKey();
        service.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!.RequestRefresh();

        (await Eventually.Get(() => Present(token), status => status == HttpStatusCode.Unauthorized)).Should().Be(HttpStatusCode.Unauthorized);
        (await Eventually.Get(() => Present(provider.Token(("job", "leader"), ("unit", "433126"))), status => status == HttpStatusCode.OK)).Should().Be(HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service.DisposeAsync();
        await provider.DisposeAsync();
    }

    private async Task<HttpStatusCode> Present(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "who");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}

/// <summary>The smallest OpenID Connect provider: discovery, keys, tokens; RSA, its own claim names, token type and paths.</summary>
internal sealed class OtherProvider : IAsyncDisposable
{
    private RsaSecurityKey key = NewKey();
    private WebApplication? app;

    public Uri Authority { get; private set; } = null!;

    public string? AskedScope { get; private set; }

    public string[] Settings =>
        [$"--Identity:Authority={Authority}", "--Identity:RoleClaim=job", "--Identity:DivisionClaim=unit", "--Identity:Audience=gz-platform", "--Identity:TokenType=JWT"];

    public async Task Start()
    {
        Authority = new Uri($"http://127.0.0.1:{FreePorts.Choose([])}/realm/");
        var builder = WebApplication.CreateBuilder([$"--urls={Authority.GetLeftPart(UriPartial.Authority)}"]);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapGet("/realm/.well-known/openid-configuration", () => new Dictionary<string, string>
        {
            ["issuer"] = Authority.AbsoluteUri,
            ["jwks_uri"] = $"{Authority}certs",
            ["token_endpoint"] = $"{Authority}protocol/token",
        });
        app.MapGet("/realm/certs", () =>
        {
            var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(false)) { KeyId = key.KeyId });
            return new { keys = new[] { new { kty = jwk.Kty, use = "sig", kid = key.KeyId, n = jwk.N, e = jwk.E } } };
        });
        app.MapPost("/realm/protocol/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            AskedScope = form["scope"];
            return new Dictionary<string, object> { ["access_token"] = Sign(form["client_id"].ToString(), "gz-platform", [("job", "service"), ("unit", "433126")]), ["expires_in"] = 3600 };
        });
        await app.StartAsync();
    }

    public string Token(params (string Name, string Value)[] claims) => Sign("person-7", "gz-platform", claims);

    public string Token(string audience, (string Name, string Value)[] claims) => Sign("person-7", audience, claims);

    public void ChangeKey() => key = NewKey();

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    private string Sign(string subject, string audience, IEnumerable<(string Name, string Value)> claims) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Authority.AbsoluteUri,
        Audience = audience,
        Expires = DateTime.UtcNow.AddMinutes(5),
        Claims = claims.ToDictionary(c => c.Name, c => (object)c.Value).Append(new("sub", subject)).ToDictionary(),
        SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
    });

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };
}
