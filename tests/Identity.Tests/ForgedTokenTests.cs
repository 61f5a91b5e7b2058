using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using AwesomeAssertions;
using Guzhang.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Guzhang.Identity.Tests;

/// <summary>Tokens that are nearly right, signed by the true key unless said otherwise.</summary>
public sealed class ForgedTokenTests
{
    private static readonly Dictionary<string, object> Claims = new() { ["sub"] = "officer-1", ["role"] = "operator", ["division"] = "433126" };

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_token_with_one_thing_wrong_when_it_is_presented_then_it_is_refused()
    {
        await using var identity = await IdentityHost.Start();
        await using var app = SampleService.Create(
            TestTokens.CountySetting, $"--Identity:Authority={identity.Authority}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None");
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(identity.KeyFile));
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = Sign(key, identity.Authority);

        // On a busy machine the keys may take longer than the service waits; it answers 503 then, never 401.
        var answer = await Eventually.Get(() => Present(http, good), status => status != HttpStatusCode.ServiceUnavailable);
        answer.Should().Be(HttpStatusCode.OK);

        var forged = new Dictionary<string, string>
        {
            ["signed by another key"] = Sign(foreign, identity.Authority),
            ["not signed"] = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = true }.CreateToken(Described(identity.Authority)),
            ["signature cut off"] = good[..(good.LastIndexOf('.') + 1)],
            ["other audience"] = Sign(key, identity.Authority, token => token.Audience = "other"),
            ["other issuer"] = Sign(key, identity.Authority, token => token.Issuer = "http://127.0.0.1:1/"),
            ["expired"] = Sign(key, identity.Authority, token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1))),
            ["not yet valid"] = Sign(key, identity.Authority, token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(1), DateTime.UtcNow.AddHours(2))),
            ["an identity token"] = Sign(key, identity.Authority, token => token.TokenType = "JWT"),
            ["unknown role"] = Sign(key, identity.Authority, token => token.Claims["role"] = "emperor"),
            ["two roles"] = Sign(key, identity.Authority, token => token.Claims["role"] = new[] { "leader", "operator" }),
            ["no role"] = Sign(key, identity.Authority, token => token.Claims.Remove("role")),
            ["no division"] = Sign(key, identity.Authority, token => token.Claims.Remove("division")),
            ["a division that is a prefix of all"] = Sign(key, identity.Authority, token => token.Claims["division"] = "4"),
            ["another county's division"] = Sign(key, identity.Authority, token => token.Claims["division"] = "999999"),
            ["no subject"] = Sign(key, identity.Authority, token => token.Claims.Remove("sub")),
            ["no token at all"] = "....",
            ["Chinese"] = Uri.EscapeDataString("令牌"),
        };
        foreach (var (wrong, token) in forged)
            (await Present(http, token)).Should().Be(HttpStatusCode.Unauthorized, wrong);
    }

    private static SecurityTokenDescriptor Described(Uri issuer) => new()
    {
        Issuer = issuer.AbsoluteUri,
        Audience = "guzhang",
        TokenType = "at+jwt",
        Expires = DateTime.UtcNow.AddMinutes(5),
        Claims = new Dictionary<string, object>(Claims),
    };

    private static string Sign(ECDsa key, Uri issuer, Action<SecurityTokenDescriptor>? change = null)
    {
        var token = Described(issuer);
        token.SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);
        change?.Invoke(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    private static async Task<HttpStatusCode> Present(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/who");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
