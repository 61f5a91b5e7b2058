using Guzhang.Audit;
using Guzhang.Audit.Http;
using Guzhang.Contracts;
using Guzhang.ServiceDefaults.Access;
using Guzhang.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guzhang.ServiceDefaults;

/// <summary>What every service has in common: two calls in its Program.cs.</summary>
public static class Defaults
{
    /// <summary>Largest request body where the endpoint doesn't say otherwise: 1 MB.</summary>
    public const long BodyLimit = 1_000_000;

    /// <summary>
    /// Telemetry, health, access control, rate limits, problem details, OpenAPI, JSON dialect and request limits for the service
    /// named <paramref name="service"/>. Needs the setting Identity:Authority.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.AddWebDefaults(service);
        builder.AddAccess();
        builder.AddCallerLimits();
        builder.Services.AddApiDocument(service);
        return builder;
    }

    /// <summary>
    /// What also a gateway has, whose callers have cookies instead of tokens: telemetry, health, problem details, JSON dialect
    /// and request limits.
    /// </summary>
    public static WebApplicationBuilder AddWebDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.AddLogDefaults();
        builder.AddTelemetry(service);
        builder.AddHealth();
        builder.Services.AddProblems();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = ContractJson.Options.DefaultIgnoreCondition;
            json.SerializerOptions.Encoder = ContractJson.Options.Encoder;
            foreach (var converter in ContractJson.Options.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        // Otherwise a bad request outside development is an empty 400 that says nothing.
        builder.Services.Configure<RouteHandlerOptions>(route => route.ThrowOnBadRequest = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
        });
        return builder;
    }

    /// <summary>
    /// The middleware in its order, then /health, /openapi/v1.json and /scalar, and /audit where the service has an audit
    /// log. Call it before mapping endpoints. <paramref name="beforeAuthentication"/> adds what has to look at requests
    /// before anybody is known.
    /// </summary>
    public static WebApplication MapServiceDefaults(this WebApplication app, Action<WebApplication>? beforeAuthentication = null)
    {
        app.UseSecurityHeaders();
        app.UseProblems();
        beforeAuthentication?.Invoke(app);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseSubscriberTokens();
        app.MapHealth();
        app.MapApiDocument();
        if (app.Services.GetService<AuditTrail>() is not null)
            app.MapAudit().Needs("audit.read").NeedsWholeCounty();
        return app;
    }

    /// <summary>What also a gateway has: security headers, problem details and /health.</summary>
    public static WebApplication MapWebDefaults(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseProblems();
        app.MapHealth();
        return app;
    }

    private static void AddLogDefaults(this WebApplicationBuilder builder)
    {
        // Lowest priority: any Logging:… setting overrides it.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                // Says at every start that its keys aren't encrypted: they never leave memory.
                ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
                ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
                ["Logging:LogLevel:OpenIddict"] = "Warning",
                ["Logging:LogLevel:Npgsql"] = "Warning",
                // A line per statement, several a minute in a service that rests.
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
                // It prints a page of stack for every message that finds no queue yet; relay and inbox say in a line what they wait for.
                ["Logging:LogLevel:MassTransit"] = "None",
            },
        });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
    }
}
