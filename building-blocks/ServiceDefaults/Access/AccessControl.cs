using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Guzhang.ServiceDefaults.Access;

internal static class AccessControl
{
    /// <summary>
    /// Accepts the tokens of the issuer at Identity:Authority: our own, or another OpenID Connect provider, whose tokens may
    /// differ in Identity:Audience (guzhang), Identity:TokenType (at+jwt), Identity:RoleClaim and Identity:DivisionClaim.
    /// </summary>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var names = new ClaimNames(settings["Identity:RoleClaim"] ?? ClaimNames.Ours.Role, settings["Identity:DivisionClaim"] ?? ClaimNames.Ours.Division);
        var authority = builder.Configuration.RequiredAddress("Identity:Authority");
        var county = CountyCode(builder.Configuration.Required("County:Directory"));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.Authority = authority.AbsoluteUri;
            bearer.Audience = settings["Identity:Audience"] ?? "guzhang";
            bearer.RequireHttpsMetadata = !authority.IsLoopback;
            bearer.MapInboundClaims = false;
            bearer.BackchannelTimeout = TimeSpan.FromSeconds(15);
            bearer.AutomaticRefreshInterval = TimeSpan.FromHours(1); // until then a withdrawn key is believed
            bearer.TimeProvider = TimeProvider.System; // never the business clock
            bearer.TokenValidationParameters.NameClaimType = "sub";
            bearer.TokenValidationParameters.ValidTypes = [settings["Identity:TokenType"] ?? "at+jwt"];
            bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
            var known = new KnownTokens(TimeProvider.System);
            bearer.Events = new JwtBearerEvents
            {
                OnMessageReceived = async context =>
                {
                    if (await FetchKeys(context) is { } keys && known.Find(KnownTokens.BearerOf(context.Request), keys) is { } caller)
                    {
                        context.Principal = caller.AsUser();
                        context.Success();
                    }
                },
                OnTokenValidated = async context =>
                {
                    // A token for another county's division would hold nothing here but what belongs to no town.
                    if (Caller.From(context.Principal!, names) is not { } caller || !caller.Division.StartsWith(county, StringComparison.Ordinal))
                    {
                        context.Fail("The token lacks sub, one known role or one division of this county.");
                        return;
                    }

                    context.Principal = caller.AsUser();
                    var keys = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
                    known.Add(KnownTokens.BearerOf(context.Request), caller, context.SecurityToken.ValidTo, keys);
                },
            };
        });
        // Otherwise a withdrawn key would be believed for an hour after the keys were read without it.
        builder.Services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
            ((BaseConfigurationManager)bearer.ConfigurationManager!).UseLastKnownGoodConfiguration = false);
        // Authentication brings data protection along, whose keys would go to the user's home folder.
        builder.Services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInMemory());
        builder.Services.AddSingleton<SubscriberTokens>();
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new ClosedByDefault()).Build());
        builder.Services.AddSingleton<IAuthorizationHandler, NeededActionHandler>();
        builder.Services.AddSingleton<IAuthorizationHandler, ClosedByDefaultHandler>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
    }

    private static string CountyCode(string directory)
    {
        var file = Path.Combine(directory, "divisions.json");
        try
        {
            return (string?)JsonNode.Parse(File.ReadAllText(file))?["county"]?["code"]
                ?? throw new SettingException($"{file} 没有县的代码（county.code）");
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException)
        {
            throw new SettingException($"配置项 County:Directory 下没有可读的 divisions.json：{directory}", e);
        }
    }

    /// <summary>
    /// Has the issuer's keys before the token is judged: without them every token looks wrong, and a bearer would be told
    /// so. Keys once had are kept while the issuer is away.
    /// </summary>
    private static async Task<OpenIdConnectConfiguration?> FetchKeys(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0)
            return null;
        try
        {
            return await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            context.HttpContext.Features.Set(new IssuerUnreachable());
            context.NoResult();
            return null;
        }
    }
}

/// <summary>Marks a request whose token can't be judged, because the issuer's keys can't be had.</summary>
internal sealed class IssuerUnreachable;

/// <summary>Data protection keys of a service that protects nothing by them.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly ConcurrentBag<XElement> keys = [];

    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys];

    public void StoreElement(XElement element, string friendlyName) => keys.Add(element);
}

internal sealed class NeededActionHandler : AuthorizationHandler<NeededAction>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeededAction requirement)
    {
        if (Caller.From(context.User) is { } caller && AccessTable.Current.Allows(requirement.Action, caller.Role))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>An endpoint that doesn't say who may call it may be called by nobody.</summary>
internal sealed class ClosedByDefault : IAuthorizationRequirement;

internal sealed class ClosedByDefaultHandler : AuthorizationHandler<ClosedByDefault>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ClosedByDefault requirement)
    {
        // No endpoint, or one that routing made up to say 405 or 415: nothing is behind it.
        if (context.Resource is HttpContext http && http.GetEndpoint() is not Microsoft.AspNetCore.Routing.RouteEndpoint)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
