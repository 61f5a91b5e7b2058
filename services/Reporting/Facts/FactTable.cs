using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.Facts;

/// <summary>Writes facts, many at a time, in the caller's transaction.</summary>
internal static class FactTable
{
    /// <summary>Ends what the new facts replace, and adds them. They come in order of seq within a key.</summary>
    public static async Task Add(IReadOnlyList<FactRow> rows, NpgsqlConnection connection, CancellationToken cancel)
    {
        var keys = rows.GroupBy(r => (r.Laborer, r.FormYear, r.Key)).ToList();
        var ended = await End([.. keys.Select(k => k.First())], connection, cancel);
        await Insert(
            [.. keys.SelectMany(k => KnownRanges.Chain(
                k, ended.TryGetValue(k.Key, out var at) ? at : null, r => r.KnownFrom, (r, from, to) => r with { KnownFrom = from, KnownTo = to }))],
            connection, cancel);
    }

    private static async Task<Dictionary<(Guid, int, string), DateTimeOffset>> End(
        List<FactRow> firsts, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            update reporting.facts f set known_to = greatest(f.known_from, x.known_from)
            from unnest($1, $2, $3, $4) as x (laborer, form_year, key, known_from)
            where f.laborer = x.laborer and f.form_year = x.form_year and f.key = x.key and f.known_to = 'infinity'
            returning f.laborer, f.form_year, f.key, f.known_to
            """,
            connection);
        command.Parameters.Add(new() { Value = firsts.Select(r => r.Laborer).ToArray() });
        command.Parameters.Add(new() { Value = firsts.Select(r => r.FormYear).ToArray() });
        command.Parameters.Add(new() { Value = firsts.Select(r => r.Key).ToArray() });
        command.Parameters.Add(new() { Value = firsts.Select(r => r.KnownFrom).ToArray() });
        var ended = new Dictionary<(Guid, int, string), DateTimeOffset>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            ended[(reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2))] = reader.GetFieldValue<DateTimeOffset>(3);
        }

        return ended;
    }

    private static async Task Insert(IReadOnlyList<FactRow> rows, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into reporting.facts (laborer, form_year, key, seq, source, town, value, known_from, known_to)
            select laborer, form_year, key, seq, source, town, value::json, known_from, coalesce(known_to, 'infinity')
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                as x (laborer, form_year, key, seq, source, town, value, known_from, known_to)
            """,
            connection);
        void Column<T>(NpgsqlDbType type, Func<FactRow, T> value) =>
            command.Parameters.Add(new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Column(NpgsqlDbType.Uuid, r => r.Laborer);
        Column(NpgsqlDbType.Integer, r => r.FormYear);
        Column(NpgsqlDbType.Text, r => r.Key);
        Column(NpgsqlDbType.Bigint, r => r.Seq);
        Column(NpgsqlDbType.Text, r => r.Source);
        Column(NpgsqlDbType.Text, r => r.Town);
        Column(NpgsqlDbType.Text, r => r.Value);
        Column(NpgsqlDbType.TimestampTz, r => r.KnownFrom);
        Column(NpgsqlDbType.TimestampTz, r => r.KnownTo);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
