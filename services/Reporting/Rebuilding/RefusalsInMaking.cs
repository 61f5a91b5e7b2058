using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Journal.Rebuilding;
using Guzhang.Reporting.Facts;
using Guzhang.Reporting.Refusals;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.Rebuilding;

/// <summary>The table of refused rows made anew.</summary>
internal sealed class RefusalsInMaking(string schema)
{
    private const long MostWaiting = 16 << 20;
    private readonly RangesInMaking<RefusalChange, Guid> _ranges = new(MostWaiting, _ => 1000);

    /// <summary>Of each refusal where its last row began or ended, and the row that stands, if one does.</summary>
    private readonly Dictionary<Guid, (DateTimeOffset After, Standing<RefusalChange>? Standing)> _last = [];

    public void Take(RefusalChange change)
    {
        var before = _last.TryGetValue(change.Refusal, out var last) ? last : default((DateTimeOffset After, Standing<RefusalChange>? Standing)?);
        if (!RefusalChange.Effective([change], before?.Standing is not null).Any())
        {
            return;
        }

        var start = KnownRanges.Start(change.KnownFrom, before?.After);
        if (before?.Standing is { } standing)
        {
            _ranges.End(change.Refusal, standing, start);
        }

        _last[change.Refusal] = (start, change.Row is null ? null : _ranges.Add(change with { KnownFrom = start }, change.Seq));
    }

    public WriteRows? Due(bool all) => _ranges.Due(all) is { } chunk ? (connection, cancel) => Write(chunk, connection, cancel) : null;

    private async Task Write(RangeChunk<RefusalChange, Guid> chunk, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using (var copy = await connection.BeginBinaryImportAsync(
            $"copy {schema}.refusals (refusal, seq, import, row, form_year, town, village, broken, known_from, known_to) from stdin (format binary)", cancel))
        {
            foreach (var (change, to) in chunk.Rows)
            {
                var row = change.Row!;
                copy.StartRow();
                copy.Write(change.Refusal, NpgsqlDbType.Uuid);
                copy.Write(change.Seq, NpgsqlDbType.Bigint);
                copy.Write(row.Import, NpgsqlDbType.Uuid);
                copy.Write(row.Row, NpgsqlDbType.Integer);
                copy.Write(row.FormYear, NpgsqlDbType.Integer);
                copy.Write(row.Town, NpgsqlDbType.Text);
                copy.Write(row.Village, NpgsqlDbType.Text);
                copy.Write(JsonSerializer.Serialize(row.Broken, ContractJson.Options), NpgsqlDbType.Json);
                copy.Write(change.KnownFrom.UtcDateTime, NpgsqlDbType.TimestampTz);
                copy.Write(to?.UtcDateTime ?? DateTime.MaxValue, NpgsqlDbType.TimestampTz);
            }

            await copy.CompleteAsync(cancel);
        }

        if (chunk.Ended.Count == 0)
        {
            return;
        }

#pragma warning disable CA2100 // The next schema's name.
        await using var command = new NpgsqlCommand(
            $"""
            update {schema}.refusals r set known_to = x.known_to from unnest($1, $2, $3) as x (refusal, seq, known_to)
            where r.refusal = x.refusal and r.seq = x.seq
            """,
            connection);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.Key).ToArray() });
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.Seq).ToArray() });
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.To).ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
