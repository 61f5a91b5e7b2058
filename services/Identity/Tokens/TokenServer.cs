using Microsoft.IdentityModel.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Guzhang.Identity.Tokens;

internal static class TokenServer
{
    /// <summary>Where tokens are issued, below the authority.</summary>
    public const string TokenPath = "/connect/token";

    public static void AddTokenServer(this IServiceCollection services, Uri issuer, SecurityKey key) =>
        services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(issuer);
            server.SetTokenEndpointUris(TokenPath);
            server.AllowClientCredentialsFlow();
            server.SetAccessTokenLifetime(TimeSpan.FromHours(1));
            server.AddSigningKey(key);
            server.AddEphemeralEncryptionKey(); // nothing is encrypted yet, but the server wants one
            server.DisableAccessTokenEncryption();
            server.EnableDegradedMode(); // clients come from a file, nothing is stored
            var http = server.UseAspNetCore().EnableTokenEndpointPassthrough();
            if (issuer.IsLoopback)
                http.DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<ClientCheck>());
            server.Configure(options =>
            {
                options.TimeProvider = TimeProvider.System; // never the business clock
                options.ClientAuthenticationMethods.Remove(ClientAuthenticationMethods.PrivateKeyJwt);
            });
        });
}
