using Guzhang.Audit.Proving;
using Guzhang.Audit.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Guzhang.Audit;

/// <summary>What a service with a database has of the audit log.</summary>
public static class AuditRegistration
{
    /// <summary>
    /// Trail, sealer and proof on the service's NpgsqlDataSource. <c>Audit:Witness</c> is the file, outside the database,
    /// that keeps the newest seal; without it a cut at the chain's end is not seen.
    /// </summary>
    public static IHostApplicationBuilder AddAudit(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new Witness(builder.Configuration["Audit:Witness"]));
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddSingleton<AuditProof>();
        builder.Services.AddSingleton<Sealer>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Sealer>());
        builder.Services.AddHealthChecks().AddCheck<Sealer>("audit", HealthStatus.Degraded, ["ready"]);
        return builder;
    }
}
