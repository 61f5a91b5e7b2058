using System.Globalization;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Guzhang.Journal.Postgres;

/// <summary>
/// Says when readers of this journal stand: events have been committed for longer than <see cref="JournalOptions.StallPatience"/>
/// and can't be read yet, because an older transaction that writes is open somewhere in the cluster. Names the one that
/// holds them back, never what it runs.
/// </summary>
public sealed class StalledReaders(NpgsqlDataSource database, JournalOptions options, Standstill standstill, TimeProvider time) : BackgroundService
{
    /// <summary>What stands, in the health check, the metric and the log.</summary>
    public const string Name = "journal readers";

    private const string FirstWaiting =
        $"select epoch, tx, stored_at from journal.events where (epoch, tx) >= {PostgresEventStore.Edge} order by epoch, tx, position limit 1";

    /// <summary>Whose login sees no more of a session knows at least that it was open before the event that waits for it.</summary>
    private const string HeldBackBy =
        """
        select oldest.tx, a.pid, coalesce(a.datname, ''), coalesce(a.application_name, ''), extract(epoch from clock_timestamp() - coalesce(a.xact_start, $1))::int
        from (select pg_snapshot_xmin(pg_current_snapshot())) oldest (tx)
        left join pg_stat_activity a on a.backend_xid = oldest.tx::xid
        """;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private (Position At, long Since)? _waiting;
    private (ulong Tx, string Reason) _holder;

    /// <summary>One look; they stand when the event that waited first still waits after the patience.</summary>
    public async Task Look(CancellationToken cancel)
    {
        if (await Waiting(cancel) is not var (first, storedAt))
        {
            _waiting = null;
            standstill.End(Name);
            return;
        }

        if (_waiting is null || first > _waiting.Value.At)
        {
            _waiting = (first, time.GetTimestamp());
        }

        if (time.GetElapsedTime(_waiting.Value.Since) < options.StallPatience)
        {
            standstill.End(Name);
            return;
        }

        var holder = await Holder(storedAt, cancel);
        if (holder.Tx != _holder.Tx)
        {
            _holder = holder;
        }

        standstill.Begin(Name, _holder.Reason);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                standstill.Begin(Name, failure.Message);
            }

            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The first committed event that readers may not see yet; by its transaction, as they go by that.</summary>
    private async Task<(Position First, DateTime StoredAt)?> Waiting(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(FirstWaiting);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (new Position(reader.GetInt64(0), reader.GetFieldValue<ulong>(1), 0), reader.GetDateTime(2))
            : null;
    }

    private async Task<(ulong Tx, string Reason)> Holder(DateTime waitingSince, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(HeldBackBy);
        command.Parameters.Add(new() { Value = waitingSince });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (tx, seconds) = (reader.GetFieldValue<ulong>(0), reader.GetInt32(4));
        var whose = await reader.IsDBNullAsync(1, cancel)
            ? "no session has it: look at pg_prepared_xacts"
            : $"process {reader.GetInt32(1)}, database {reader.GetString(2)}, application '{reader.GetString(3)}'";
        return (tx, string.Create(
            CultureInfo.InvariantCulture,
            $"committed events can't be read, transaction {tx} has been open for at least {seconds} s and holds readers back ({whose})"));
    }
}
