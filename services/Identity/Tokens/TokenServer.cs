using Guzhang.Identity.Accounts;
using Guzhang.Identity.Signing;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Tokens;

internal static class TokenServer
{
    /// <summary>Where tokens are issued, below the authority.</summary>
    public const string TokenPath = "/connect/token";

    public const string AuthorizePath = "/connect/authorize";

    public const string SignOutPath = "/connect/logout";

    /// <summary>What tokens are for: every service of the platform.</summary>
    public const string Audience = "guzhang";

    /// <summary>A person's access token is short-lived: each refresh looks whether the account may still sign in.</summary>
    public static readonly TimeSpan PersonsToken = TimeSpan.FromMinutes(10);

    /// <summary>A working day after signing in, a person signs in again.</summary>
    private static readonly TimeSpan RefreshFor = TimeSpan.FromHours(10);

    public static void AddTokenServer(this IServiceCollection services, Uri issuer, string secrets)
    {
        services.AddSingleton<Pruning>();
        services.AddHostedService<Pruning>();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>())
            .AddServer(server =>
            {
                server.SetIssuer(issuer);
                server.SetTokenEndpointUris(TokenPath).SetAuthorizationEndpointUris(AuthorizePath)
                    .SetEndSessionEndpointUris(SignOutPath).SetRevocationEndpointUris("/connect/revocation")
                    .SetIntrospectionEndpointUris("/connect/introspection");
                // Our services ask about subscribers' tokens (EVT-04), whose audience is the platform and no single client.
                server.RemoveEventHandler(OpenIddictServerHandlers.Introspection.ValidateAuthorizedParty.Descriptor);
                server.AllowClientCredentialsFlow().AllowAuthorizationCodeFlow().AllowRefreshTokenFlow();
                server.RequireProofKeyForCodeExchange();
                server.RegisterScopes(Scopes.Profile);
                server.SetAccessTokenLifetime(TimeSpan.FromHours(1));
                server.SetRefreshTokenLifetime(RefreshFor).DisableSlidingRefreshTokenExpiration();
                server.AddSigningKey(SigningKey.Open(secrets));
                server.AddEncryptionKey(EncryptionKey.Open(secrets));
                server.DisableAccessTokenEncryption();
                var http = server.UseAspNetCore().EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
                if (issuer.IsLoopback)
                    http.DisableTransportSecurityRequirement();
                server.Configure(options =>
                {
                    options.TimeProvider = TimeProvider.System; // never the business clock
                    options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain); // it proves nothing
                    options.ClientAuthenticationMethods.Remove(ClientAuthenticationMethods.PrivateKeyJwt);
                });
            });
    }
}
