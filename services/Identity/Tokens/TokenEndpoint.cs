using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Tokens;

internal static class TokenEndpoint
{
    public static void MapTokens(this WebApplication app) =>
        app.MapPost(TokenServer.TokenPath, Issue)
            .AllowAnonymous()
            .RequireRateLimiting(TokenLimits.Policy)
            .WithSummary("签发访问令牌（OAuth 2.0 client_credentials）")
            .WithDescription("签名公钥见 /.well-known/openid-configuration 中的 jwks_uri。出错时按 RFC 6749 返回 error 和 error_description。")
            .Accepts<TokenForm>("application/x-www-form-urlencoded")
            .Produces<TokenAnswer>()
            .Produces<TokenError>(StatusCodes.Status400BadRequest)
            .Produces<TokenError>(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>The server has checked request and client by now; what is left is the token's content.</summary>
    private static IResult Issue(HttpContext http, ILogger<Grant> log)
    {
        var transaction = http.Features.Get<OpenIddictServerAspNetCoreFeature>()!.Transaction!;
        var grant = (Grant)transaction.Properties[nameof(Grant)]!;
        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Subject, Claims.Role);
        identity.SetClaim(Claims.Subject, grant.Subject).SetClaim(Claims.Role, grant.Role).SetClaim("division", grant.Division);
        identity.SetAudiences("guzhang");
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        log.LogInformation("Token for {Subject} ({Role}, {Division}) issued to {Client}", grant.Subject, grant.Role, grant.Division, http.GetOpenIddictServerRequest()?.ClientId);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // What the endpoint takes and gives, for its description only: the OpenID Connect server reads and writes it.
    private sealed record TokenForm(
        [property: JsonPropertyName("grant_type"), Description("client_credentials")] string GrantType,
        [property: JsonPropertyName("client_id")] string ClientId,
        [property: JsonPropertyName("client_secret")] string ClientSecret,
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
