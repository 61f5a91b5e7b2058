using Guzhang.Journal.Rebuilding;
using Guzhang.Reporting.Facts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.Rebuilding;

/// <summary>What stands of one key of a person's facts, and since when.</summary>
internal readonly record struct StandingFact(DateTimeOffset From, Standing<FactRow> Row);

/// <summary>The table of facts made anew.</summary>
internal sealed class FactsInMaking(string schema, long mostWaiting)
{
    private readonly RangesInMaking<FactRow, (Guid Laborer, int FormYear, string Key)> _ranges = new(mostWaiting, row => 300 + (2 * row.Value.Length));

    /// <summary>Adds a row after the one that stands, if one does.</summary>
    public StandingFact Add(FactRow row, StandingFact? before)
    {
        var start = KnownRanges.Start(row.KnownFrom, before?.From);
        if (before is { Row: var standing })
        {
            _ranges.End((row.Laborer, row.FormYear, row.Key), standing, start);
        }

        return new StandingFact(start, _ranges.Add(row with { KnownFrom = start }, row.Seq));
    }

    public WriteRows? Due(bool all) => _ranges.Due(all) is { } chunk ? (connection, cancel) => Write(chunk, connection, cancel) : null;

    private async Task Write(RangeChunk<FactRow, (Guid Laborer, int FormYear, string Key)> chunk, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using (var copy = await connection.BeginBinaryImportAsync(
            $"copy {schema}.facts (laborer, form_year, key, seq, source, town, value, known_from, known_to) from stdin (format binary)", cancel))
        {
            foreach (var (row, to) in chunk.Rows)
            {
                copy.StartRow();
                copy.Write(row.Laborer, NpgsqlDbType.Uuid);
                copy.Write(row.FormYear, NpgsqlDbType.Integer);
                copy.Write(row.Key, NpgsqlDbType.Text);
                copy.Write(row.Seq, NpgsqlDbType.Bigint);
                copy.Write(row.Source, NpgsqlDbType.Text);
                copy.Write(row.Town, NpgsqlDbType.Text);
                copy.Write(row.Value, NpgsqlDbType.Json);
                copy.Write(row.KnownFrom.UtcDateTime, NpgsqlDbType.TimestampTz);
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
            update {schema}.facts f set known_to = x.known_to from unnest($1, $2, $3, $4, $5) as x (laborer, form_year, key, seq, known_to)
            where f.laborer = x.laborer and f.form_year = x.form_year and f.key = x.key and f.seq = x.seq
            """,
            connection);
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.Key.Laborer).ToArray() });
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.Key.FormYear).ToArray() });
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.Key.Key).ToArray() });
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.Seq).ToArray() });
        command.Parameters.Add(new() { Value = chunk.Ended.Select(e => e.To).ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
