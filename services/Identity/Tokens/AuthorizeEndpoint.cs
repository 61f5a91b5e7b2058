using Guzhang.Identity.Accounts;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Tokens;

/// <summary>Where a web client sends people to sign in, and to sign out.</summary>
internal static class AuthorizeEndpoint
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapAuthorization(this WebApplication app)
    {
        app.MapMethods(TokenServer.AuthorizePath, ["GET", "POST"], Authorize).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods(TokenServer.SignOutPath, ["GET", "POST"], SignOut).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The server has checked the client's request by now; what is left is who the person is.</summary>
    private static async Task<IResult> Authorize(HttpContext http, UserManager<Account> users)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var signedIn = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var account = signedIn.Succeeded ? await users.GetUserAsync(signedIn.Principal) : null;
        if (account is null || account.Disabled || request.HasPromptValue(PromptValues.Login))
        {
            if (request.HasPromptValue(PromptValues.None))
                return Refused(Errors.LoginRequired, "Nobody is signed in.");
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            var again = QueryString.Create(request.GetParameters()
                .Where(p => p.Key != Parameters.Prompt)
                .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)));
            return Results.Redirect($"/account/sign-in{QueryString.Create("returnUrl", $"{TokenServer.AuthorizePath}{again}")}");
        }

        var principal = AccountClaims.Of(account);
        principal.SetScopes(request.GetScopes());
        return Results.SignIn(principal, null, Scheme);
    }

    private static async Task<IResult> SignOut(HttpContext http, SignInManager<Account> signIn, IdentityDb db)
    {
        // Whoever has no token of the session to show may be another site's link: the visitor decides.
        if (http.GetOpenIddictServerRequest()?.IdTokenHint is null)
            return Results.Redirect("/account/sign-out");
        await SigningIn.Sessions.End(http, signIn, db);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/account/sign-in" }, [Scheme]);
    }

    /// <summary>An answer to the client, by the protocol.</summary>
    public static IResult Refused(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [Scheme]);
}
