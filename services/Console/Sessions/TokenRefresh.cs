using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Guzhang.Console.Sessions;

/// <summary>
/// Gives a session a new access token shortly before the old one ends. Where the identity service says no (the account is
/// disabled, its password changed, the working day over) the session ends.
/// </summary>
internal sealed class TokenRefresh(SessionStore sessions, IOptionsMonitor<OpenIdConnectOptions> oidc, ILogger<TokenRefresh> log)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>One refresh per session at a time: a refresh token is good once.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new();

    public async Task Validate(CookieValidatePrincipalContext context)
    {
        if (SessionStore.KeyOf(context.HttpContext) is not { } key || !IsOld(context.Properties))
            return;
        var gate = gates.GetOrAdd(key, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(context.HttpContext.RequestAborted);
        try
        {
            if (await sessions.RetrieveAsync(key) is not { } now)
            {
                context.RejectPrincipal();
                return;
            }

            if (IsOld(now.Properties))
            {
                if (await Refresh(now, context.HttpContext.RequestAborted) is not { } renewed)
                {
                    await sessions.RemoveAsync(key);
                    context.RejectPrincipal();
                    return;
                }

                now = renewed;
                await sessions.RenewAsync(key, now);
            }

            context.ReplacePrincipal(now.Principal);
            context.Properties.StoreTokens(now.Properties.GetTokens());
        }
        catch (Exception e) when (e is HttpRequestException or InvalidOperationException or TaskCanceledException && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody to ask just now. The token in hand may still do; if not, the service says so.
            log.LogWarning("no new access token: {Reason}", e.Message);
        }
        finally
        {
            gate.Release();
            gates.TryRemove(KeyValuePair.Create(key, gate));
        }
    }

    private static bool IsOld(AuthenticationProperties session) =>
        !DateTimeOffset.TryParse(session.GetTokenValue("expires_at"), CultureInfo.InvariantCulture, out var end) || end - DateTimeOffset.UtcNow < Margin;

    private async Task<AuthenticationTicket?> Refresh(AuthenticationTicket session, CancellationToken cancel)
    {
        var options = oidc.Get(OpenIdConnectDefaults.AuthenticationScheme);
        var issuer = await options.ConfigurationManager!.GetConfigurationAsync(cancel);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string?>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = session.Properties.GetTokenValue("refresh_token"),
            ["client_id"] = options.ClientId,
            ["client_secret"] = options.ClientSecret,
        });
        using var answer = await options.Backchannel.PostAsync(new Uri(issuer.TokenEndpoint), form, cancel);
        if ((int)answer.StatusCode >= 500)
            throw new HttpRequestException($"the identity service answers {(int)answer.StatusCode}");
        var said = new OpenIdConnectMessage(await answer.Content.ReadAsStringAsync(cancel));
        if (!answer.IsSuccessStatusCode || string.IsNullOrEmpty(said.AccessToken))
            return null;
        var until = DateTimeOffset.UtcNow.AddSeconds(int.Parse(said.ExpiresIn, CultureInfo.InvariantCulture));
        var properties = session.Properties.Clone();
        properties.StoreTokens(
        [
            new() { Name = "access_token", Value = said.AccessToken },
            new() { Name = "refresh_token", Value = said.RefreshToken ?? session.Properties.GetTokenValue("refresh_token")! },
            new() { Name = "id_token", Value = said.IdToken ?? session.Properties.GetTokenValue("id_token")! },
            new() { Name = "expires_at", Value = until.ToString("o", CultureInfo.InvariantCulture) },
        ]);
        return new AuthenticationTicket(said.IdToken is { } id ? Person(id) : session.Principal, properties, session.AuthenticationScheme);
    }

    /// <summary>Role, scope and name may have changed. The token comes from the issuer itself, so it needs no proof.</summary>
    private static ClaimsPrincipal Person(string idToken) =>
        new(new ClaimsIdentity(new JsonWebToken(idToken).Claims, OpenIdConnectDefaults.AuthenticationScheme, "name", "role"));
}
