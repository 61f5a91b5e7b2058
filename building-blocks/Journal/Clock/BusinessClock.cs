using Guzhang.Contracts.Collection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Journal.Clock;

/// <summary>
/// 'Now' as the county counts it: real time, or real time shifted by the operator's last <see cref="ClockSet"/> (the demo
/// stands in October 2020). Stamps what is recorded and known; tokens, health and lag use real time.
/// </summary>
public sealed class BusinessClock : TimeProvider
{
    /// <summary>China has one time zone and no summer time.</summary>
    public static TimeZoneInfo China { get; } = TimeZoneInfo.CreateCustomTimeZone("China", TimeSpan.FromHours(8), "China", "China");

    private long _shiftTicks;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => China;

    /// <summary>Today in China.</summary>
    public DateOnly Today => DateOnly.FromDateTime(GetLocalNow().DateTime);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));

    /// <summary>Lets the clock show real time plus <paramref name="shift"/>.</summary>
    public void Shift(TimeSpan shift) => Interlocked.Exchange(ref _shiftTicks, shift.Ticks);

    /// <summary>Takes the stored setting at once, for what must not be decided by an older one; otherwise <see cref="ClockFollower"/> does.</summary>
    public async Task Follow(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select shift from journal.clock");
        if (await command.ExecuteScalarAsync(cancel) is TimeSpan shift)
        {
            Shift(shift);
        }
    }

    /// <summary>Stores the operator's setting in the caller's transaction; every copy of the service takes it from there.</summary>
    public static async Task Store(ClockSet set, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "insert into journal.clock (shift) values ($1) on conflict (one) do update set shift = excluded.shift", connection);
        command.Parameters.Add(new() { Value = set.BusinessTime - set.RealTime });
        await command.ExecuteNonQueryAsync(cancel);
    }
}

/// <summary>Follows the stored setting, so that all copies show the same time within half a second.</summary>
public sealed partial class ClockFollower(BusinessClock clock, NpgsqlDataSource database, ILogger<ClockFollower> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await clock.Follow(database, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await clock.Follow(database, stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                NotRead(log, failure.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "business clock not read: {Reason}")]
    private static partial void NotRead(ILogger log, string reason);
}
