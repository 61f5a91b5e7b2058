using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Guzhang.Identity.Accounts;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Tokens;

/// <summary>What tokens say of a person: id, role and division; the display name in the identity token only.</summary>
internal static class AccountClaims
{
    /// <summary>
    /// Kept in codes and refresh tokens, shown to nobody: changes with the password, the second factor and when the account
    /// is disabled, and ends them.
    /// </summary>
    private const string Stamp = "guzhang_stamp";

    public static ClaimsPrincipal Of(Account account, IEnumerable<Claim>? before = null)
    {
        var identity = new ClaimsIdentity(before ?? [], OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Subject, Claims.Role);
        identity.SetClaim(Claims.Subject, account.Id.ToString()).SetClaim(Claims.Name, account.DisplayName)
            .SetClaim(Claims.Role, account.Role).SetClaim("division", account.Division).SetClaim(Stamp, StampOf(account));
        identity.SetResources(TokenServer.Audience);
        identity.SetAudiences(TokenServer.Audience);
        identity.SetAccessTokenLifetime(TokenServer.PersonsToken);
        identity.SetDestinations(claim => claim.Type switch
        {
            Stamp => [],
            Claims.Name => [Destinations.IdentityToken],
            _ => [Destinations.AccessToken, Destinations.IdentityToken],
        });
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Whether the account is as it was when this code or refresh token was made.</summary>
    public static bool IsStillGood(ClaimsPrincipal made, Account account) => !account.Disabled && made.GetClaim(Stamp) == StampOf(account);

    private static string StampOf(Account account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.SecurityStamp ?? "")).AsSpan(0, 16));
}
