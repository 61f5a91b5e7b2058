using System.Text.Json;
using Guzhang.Collection.SubmittingForms;
using Guzhang.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>How far an import has come. <c>state</c> is running, done or failed; <c>reason</c> says why it failed.</summary>
public sealed record ImportProgress(
    Guid Id, int FormYear, bool DryRun, string State, string? Reason, int Read, int Added, int Changed, int Unchanged, int Refused);

/// <summary>An import in a list: who sent it, when (real time), and how far it has come.</summary>
public sealed record ImportLine(string Officer, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ImportProgress Progress);

/// <summary>Findings of one row of the sheet.</summary>
public sealed record RowFindings(int Row, JsonElement Findings);

/// <summary>The imports' rows in the database.</summary>
internal sealed class Imports(NpgsqlDataSource database)
{
    public async Task Start(Guid import, int formYear, string officer, bool dryRun, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "insert into collection.imports (import, form_year, officer, dry_run, state) values ($1, $2, $3, $4, 'running')");
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = formYear });
        command.Parameters.Add(new() { Value = officer });
        command.Parameters.Add(new() { Value = dryRun });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Adds a batch's outcome: counts, findings and what is kept of refused rows together.</summary>
    public async Task Add(Guid import, Tally tally, IReadOnlyList<(int Row, IReadOnlyList<FindingAnswer> Findings, byte[]? Cells)> findings, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            update collection.imports set read_rows = read_rows + $2, added = added + $3, changed = changed + $4,
                unchanged = unchanged + $5, refused = refused + $6 where import = $1
            """)
        {
            Parameters =
            {
                new() { Value = import }, new() { Value = tally.Read }, new() { Value = tally.Added }, new() { Value = tally.Changed },
                new() { Value = tally.Unchanged }, new() { Value = tally.Refused },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "insert into collection.import_findings (import, row, findings, cells) select $1, x.r, x.f::json, x.c from unnest($2, $3, $4) as x (r, f, c)")
        {
            Parameters =
            {
                new() { Value = import },
                new() { Value = findings.Select(f => f.Row).ToArray() },
                new() { Value = findings.Select(f => JsonSerializer.Serialize(f.Findings, ContractJson.Options)).ToArray() },
                new() { Value = findings.Select(f => f.Cells).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        });
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    public async Task End(Guid import, string state, string? reason, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "update collection.imports set state = $2, reason = $3, ended_at = clock_timestamp() where import = $1");
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(new() { Value = (object?)reason ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>An import that a stopped process left behind is failed: the file is gone with it, and sending it again is safe.</summary>
    public async Task FailInterrupted(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "update collection.imports set state = 'failed', reason = '服务中途停止，请重新上传同一文件（已入库的行不会重复）', ended_at = clock_timestamp() where state = 'running'");
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task<(ImportProgress Progress, string Officer)?> Find(Guid import, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select form_year, dry_run, state, reason, read_rows, added, changed, unchanged, refused, officer from collection.imports where import = $1");
        command.Parameters.Add(new() { Value = import });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (new ImportProgress(
                import, reader.GetInt32(0), reader.GetBoolean(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8)), reader.GetString(9))
            : null;
    }

    /// <summary>The newest imports of an officer, or of all.</summary>
    public async Task<IReadOnlyList<ImportLine>> Newest(string? officer, int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select import, form_year, dry_run, state, reason, read_rows, added, changed, unchanged, refused, officer, started_at, ended_at
            from collection.imports where $1 is null or officer = $1 order by started_at desc, import limit $2
            """);
        command.Parameters.Add(new() { Value = (object?)officer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = most });
        var lines = new List<ImportLine>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var progress = new ImportProgress(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetBoolean(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetInt32(5), reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8), reader.GetInt32(9));
            lines.Add(new ImportLine(
                reader.GetString(10), reader.GetFieldValue<DateTimeOffset>(11), reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12), progress));
        }

        return lines;
    }

    public async Task<IReadOnlyList<RowFindings>> Findings(Guid import, int after, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select row, findings::text from collection.import_findings where import = $1 and row > $2 order by row limit $3");
        command.Parameters.Add(new() { Value = import });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = limit });
        var rows = new List<RowFindings>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new RowFindings(reader.GetInt32(0), JsonElement.Parse(reader.GetString(1))));
        }

        return rows;
    }
}

/// <summary>What became of a batch's rows.</summary>
internal sealed record Tally(int Read, int Added, int Changed, int Unchanged, int Refused);
