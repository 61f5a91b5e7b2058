using Guzhang.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Guzhang.ServiceDefaults;

internal static class Health
{
    /// <summary>The database, where the service has one, is part of 'ready'; other checks join by the tag "ready".</summary>
    public static void AddHealth(this WebApplicationBuilder builder)
    {
        var checks = builder.Services.AddHealthChecks();
        if (builder.Configuration.GetConnectionString("Database") is { Length: > 0 } database)
            checks.AddNpgSql(database, name: "database", tags: ["ready"], timeout: TimeSpan.FromSeconds(5));
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", Answering(_ => false)).AllowAnonymous();
        app.MapHealthChecks("/health/ready", Answering(check => check.Tags.Contains("ready"))).AllowAnonymous();
    }

    private static HealthCheckOptions Answering(Func<HealthCheckRegistration, bool> included) =>
        new() { Predicate = included, ResponseWriter = Write };

    /// <summary>States only: what a check says about its failure stays in the log.</summary>
    private static Task Write(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                Status = report.Status.ToString(),
                Checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
            },
            ContractJson.Options);
}
