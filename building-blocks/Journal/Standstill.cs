using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Guzhang.Journal;

/// <summary>
/// What of this process's deliveries stands still at the moment, and why. It is the health check "delivery" (Degraded: the
/// service still answers requests), the metric guzhang.delivery.standing, and a line in the log when it begins, when its
/// reason changes and when it ends.
/// </summary>
public sealed partial class Standstill(ILogger<Standstill> log) : IHealthCheck
{
    /// <summary>Name of the health check.</summary>
    public const string CheckName = "delivery";

    private readonly ConcurrentDictionary<string, string> _standing = new();

    /// <summary>Says that <paramref name="what"/> stands still; to be repeated or not, as it suits the caller.</summary>
    public void Begin(string what, string why, LogLevel level = LogLevel.Warning)
    {
        if (_standing.TryAdd(what, why))
        {
            Telemetry.Standing.Add(1, new KeyValuePair<string, object?>("what", what));
            Stands(log, level, what, why);
        }
        else if (_standing[what] != why)
        {
            _standing[what] = why;
            Stands(log, level, what, why);
        }
    }

    /// <summary>Says that <paramref name="what"/> goes on, if it stood still.</summary>
    public void End(string what)
    {
        if (_standing.TryRemove(what, out _))
        {
            Telemetry.Standing.Add(-1, new KeyValuePair<string, object?>("what", what));
            GoesOn(log, what);
        }
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_standing.IsEmpty
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join("; ", _standing.Select(s => $"{s.Key}: {s.Value}"))));

    [LoggerMessage(Message = "{What} stands still: {Why}")]
    private static partial void Stands(ILogger log, LogLevel level, string what, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{What} goes on")]
    private static partial void GoesOn(ILogger log, string what);
}
