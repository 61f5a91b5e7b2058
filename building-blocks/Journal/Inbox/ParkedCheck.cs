using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Guzhang.Journal.Inbox;

/// <summary>Health check "parked": Degraded while an event waits for an operator's decision.</summary>
internal sealed class ParkedCheck(InboxOptions options, NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand("select exists (select 1 from journal.parked where consumer = $1)");
        command.Parameters.Add(new() { Value = options.Consumer });
        return await command.ExecuteScalarAsync(cancellationToken) is true
            ? HealthCheckResult.Degraded("events are parked: GET /parked")
            : HealthCheckResult.Healthy();
    }
}
