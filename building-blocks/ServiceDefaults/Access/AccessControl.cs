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

namespace Guzhang.ServiceDefaults.Access;

internal static class AccessControl
{
    public const string Audience = "guzhang";

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var authority = builder.Configuration.RequiredAddress("Identity:Authority");
        var county = CountyCode(builder.Configuration.Required("County:Directory"));
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.Authority = authority.AbsoluteUri;
            bearer.Audience = Audience;
            bearer.RequireHttpsMetadata = !authority.IsLoopback;
            bearer.MapInboundClaims = false;
            bearer.BackchannelTimeout = TimeSpan.FromSeconds(15);
            bearer.TimeProvider = TimeProvider.System; // never the business clock
            bearer.TokenValidationParameters.NameClaimType = "sub";
            bearer.TokenValidationParameters.RoleClaimType = "role";
            bearer.TokenValidationParameters.ValidTypes = ["at+jwt"];
            bearer.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
            bearer.Events = new JwtBearerEvents
            {
                OnMessageReceived = FetchKeys,
                OnTokenValidated = context =>
                {
                    // A token for another county's division would hold nothing here but what belongs to no town.
                    if (Caller.From(context.Principal!) is not { } caller || !caller.Division.StartsWith(county, StringComparison.Ordinal))
                        context.Fail("The token lacks sub, one known role or one division of this county.");
                    return Task.CompletedTask;
                },
            };
        });
        // Authentication brings data protection along, whose keys would go to the user's home folder.
        builder.Services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new KeysInMemory());
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
    private static async Task FetchKeys(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0)
            return;
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            context.HttpContext.Features.Set(new IssuerUnreachable());
            context.NoResult();
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
