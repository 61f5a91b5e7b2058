using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Serialization;
using Guzhang.Contracts.OtherSystems;
using Guzhang.Identity.Accounts;
using Guzhang.Identity.Clients;
using Guzhang.Identity.Subscribing;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Tokens;

internal static class TokenEndpoint
{
    public static void MapTokens(this WebApplication app) =>
        app.MapPost(TokenServer.TokenPath, Issue)
            .AllowAnonymous()
            .WithSummary("签发访问令牌（OAuth 2.0 client_credentials、authorization_code、refresh_token）")
            .WithDescription("签名公钥见 /.well-known/openid-configuration 中的 jwks_uri。出错时按 RFC 6749 返回 error 和 error_description。")
            .Accepts<TokenForm>("application/x-www-form-urlencoded")
            .Produces<TokenAnswer>()
            .Produces<TokenError>(StatusCodes.Status400BadRequest)
            .Produces<TokenError>(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>The server has checked client, code and refresh token by now; what is left is the token's content.</summary>
    private static async Task<IResult> Issue(
        HttpContext http, IOpenIddictApplicationManager clients, UserManager<Account> users, ILogger<Grant> log, CancellationToken cancel)
    {
        var request = http.GetOpenIddictServerRequest()!;
        return request.IsClientCredentialsGrantType()
            ? await ForClient(request, clients, log, cancel)
            : await ForPerson(http, users, log);
    }

    private static async Task<IResult> ForClient(
        OpenIddictRequest request, IOpenIddictApplicationManager clients, ILogger<Grant> log, CancellationToken cancel)
    {
        var client = (await clients.FindByClientIdAsync(request.ClientId!, cancel))!;
        var (grant, fault) = Grant.Decide(
            request.ClientId!, (await KnownClients.Property(clients, client, KnownClients.Role, cancel))!,
            await KnownClients.Property(clients, client, KnownClients.Division, cancel), Parameter("role"), Parameter("division"), Parameter("sub"));
        if (grant is null)
            return AuthorizeEndpoint.Refused(Errors.InvalidRequest, fault!);
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Subject, Claims.Role);
        identity.SetClaim(Claims.Subject, grant.Subject).SetClaim(Claims.Role, grant.Role).SetClaim("division", grant.Division);
        if (Subscription.Of(await clients.GetPropertiesAsync(client, cancel)) is { Grant: var events })
            identity.SetClaim(EventGrant.TypesClaim, events.Types).SetClaim(EventGrant.TownsClaim, events.Towns);
        identity.SetResources(TokenServer.Audience);
        identity.SetAudiences(TokenServer.Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        log.LogInformation("Token for {Subject} ({Role}, {Division}) issued to {Client}", grant.Subject, grant.Role, grant.Division, request.ClientId);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

        string? Parameter(string name) => (string?)request.GetParameter(name);
    }

    /// <summary>Role and division are the account's present ones; a password changed since, or a disabled account, ends it.</summary>
    private static async Task<IResult> ForPerson(HttpContext http, UserManager<Account> users, ILogger<Grant> log)
    {
        var made = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        if (await users.FindByIdAsync(made.GetClaim(Claims.Subject)!) is not { } account || !AccountClaims.IsStillGood(made, account))
            return AuthorizeEndpoint.Refused(Errors.InvalidGrant, "The account can't sign in any more.");
        log.LogInformation("Token for {Subject} ({Role}, {Division}) issued", account.Id, account.Role, account.Division);
        return Results.SignIn(AccountClaims.Of(account, made.Claims), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // What the endpoint takes and gives, for its description only: the OpenID Connect server reads and writes it.
    private sealed record TokenForm(
        [property: JsonPropertyName("grant_type"), Description("client_credentials、authorization_code 或 refresh_token")] string GrantType,
        [property: JsonPropertyName("client_id")] string ClientId,
        [property: JsonPropertyName("client_secret")] string ClientSecret,
        [property: Description("授权码")] string? Code,
        [property: JsonPropertyName("code_verifier"), Description("PKCE")] string? CodeVerifier,
        [property: JsonPropertyName("redirect_uri")] string? RedirectUri,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: Description("仅供试用客户端：要取得的角色")] string? Role,
        [property: Description("仅供试用客户端：管辖区划代码")] string? Division,
        [property: Description("仅供试用客户端：人员标识")] string? Sub);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in"), Description("秒")] int ExpiresIn);

    private sealed record TokenError(
        string Error,
        [property: JsonPropertyName("error_description")] string ErrorDescription);
}
