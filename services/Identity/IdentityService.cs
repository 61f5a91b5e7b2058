using Guzhang.Identity.Clients;
using Guzhang.Identity.Signing;
using Guzhang.Identity.Tokens;
using Guzhang.ServiceDefaults;

namespace Guzhang.Identity;

/// <summary>Issues access tokens: OpenID Connect discovery, published keys, POST /connect/token.</summary>
public static class IdentityService
{
    /// <summary>
    /// Needs the settings Identity:Authority (its own address, the issuer in every token), Identity:ClientsFile and
    /// Secrets:Directory (where the signing key lives; made on first start).
    /// </summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("identity");
        var issuer = builder.Configuration.RequiredAddress("Identity:Authority");
        var clients = ClientsFile.Open(builder.Configuration.Required("Identity:ClientsFile"));
        builder.Services.AddSingleton(clients);
        builder.Services.AddTokenServer(issuer, SigningKey.Open(builder.Configuration.Required("Secrets:Directory")));
        builder.AddTokenLimits();

        var app = builder.Build();
        app.UseRateLimiter();
        app.MapServiceDefaults();
        app.MapTokens();
        return Task.FromResult(app);
    }
}
