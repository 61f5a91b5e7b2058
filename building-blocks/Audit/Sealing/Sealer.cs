using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Audit.Sealing;

/// <summary>
/// Seals what waits, every second. Of all copies one does it at a time: the lock is held for the length of one short
/// transaction, so a killed or frozen copy holds nobody up. Health check "audit" says when it can't, or when the chain no
/// longer reaches what the witness saw.
/// </summary>
public sealed partial class Sealer(NpgsqlDataSource database, Witness witness, ILogger<Sealer> log) : BackgroundService, IHealthCheck
{
    /// <summary>Key of the advisory lock that the sealing transaction holds.</summary>
    public const long LockKey = 0x61756469745f6c6b;

    private const int BatchSize = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private string? _trouble;
    private ChainHead? _witnessed;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Step(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Say($"rows are not sealed: {failure.Message}");
            }

            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Seals all that waits now, unless another copy is at it, and lets the witness see the newest seal.</summary>
    public async Task Step(CancellationToken cancel)
    {
        while (await SealBatch(cancel) == BatchSize)
        {
        }

        Say(await Testify(cancel) ? null : "the chain does not hold the seal that the witness saw: GET /audit/proof");
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_trouble is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy());

    private async Task<int> SealBatch(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using (var waiting = new NpgsqlCommand("select exists (select 1 from audit.pending)", connection))
        {
            if (await waiting.ExecuteScalarAsync(cancel) is false)
            {
                return 0;
            }
        }

        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var take = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("set local idle_in_transaction_session_timeout = '10s'"),
                new("select pg_try_advisory_xact_lock($1)") { Parameters = { new() { Value = LockKey } } },
            },
        })
        {
            if (await take.ExecuteScalarAsync(cancel) is not true)
            {
                return 0;
            }
        }

        var rows = await Waiting(connection, cancel);
        if (rows.Count > 0)
        {
            await Store(rows, await Head(connection, cancel), connection, cancel);
            await transaction.CommitAsync(cancel);
        }

        return rows.Count;
    }

    private static async Task<List<SealedRow>> Waiting(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select {SealedRow.Columns} from audit.pending p join audit.entries e on e.id = p.entry order by e.id limit {BatchSize}", connection);
        var rows = new List<SealedRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(SealedRow.Read(reader));
        }

        return rows;
    }

    private static async Task Store(List<SealedRow> rows, (long Seq, byte[] Seal) head, NpgsqlConnection connection, CancellationToken cancel)
    {
        var seals = new List<byte[]>(rows.Count);
        var previous = head.Seal;
        foreach (var row in rows)
        {
            seals.Add(previous = Seal.Of(previous, row));
        }

        var ids = rows.Select(r => r.Id).ToArray();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("insert into audit.seals (seq, entry, seal) select $1 + i, entry, seal from unnest($2, $3) with ordinality as x (entry, seal, i)")
                {
                    Parameters = { new() { Value = head.Seq }, new() { Value = ids }, new() { Value = seals.ToArray() } },
                },
                new("delete from audit.pending where entry = any ($1)") { Parameters = { new() { Value = ids } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<(long Seq, byte[] Seal)> Head(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select seq, seal from audit.seals order by seq desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, Seal.None);
    }

    /// <summary>Moves the witness to the newest seal, if the chain still holds what it saw before; false where it doesn't.</summary>
    private async Task<bool> Testify(CancellationToken cancel)
    {
        if (!witness.IsKept)
        {
            return true;
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        var (seq, seal) = await Head(connection, cancel);
        var head = new ChainHead(seq, Convert.ToHexStringLower(seal));
        if (head == _witnessed)
        {
            return true;
        }

        if (witness.Read() is { } seen && !await Holds(seen, connection, cancel))
        {
            return false;
        }

        if (seq > 0)
        {
            witness.Write(head);
            _witnessed = head;
        }

        return true;
    }

    private static async Task<bool> Holds(ChainHead seen, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select encode(seal, 'hex') from audit.seals where seq = $1", connection);
        command.Parameters.Add(new() { Value = seen.Seq });
        return (string?)await command.ExecuteScalarAsync(cancel) == seen.Seal;
    }

    private void Say(string? trouble)
    {
        if (trouble is not null && trouble != _trouble)
        {
            InTrouble(log, trouble);
        }

        _trouble = trouble;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "audit: {Trouble}")]
    private static partial void InTrouble(ILogger log, string trouble);
}
