using System.Text.Json;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>How a live table and the one made anew differ.</summary>
/// <param name="Table">with its schema</param>
/// <param name="LiveRows">rows in the live table; null where only differences were looked for</param>
/// <param name="RebuiltRows">rows made anew</param>
/// <param name="Differing">rows that are not the same in both, or in one only</param>
/// <param name="First">the first of them, a hundred at most</param>
public sealed record TableComparison(string Table, long? LiveRows, long? RebuiltRows, long Differing, IReadOnlyList<RowDifference> First);

/// <summary>A row that differs: its key, and the columns that do, live and made anew. A row that only one has is null in the other.</summary>
public sealed record RowDifference(
    IReadOnlyDictionary<string, JsonElement> Key, IReadOnlyDictionary<string, JsonElement>? Live, IReadOnlyDictionary<string, JsonElement>? Rebuilt);

/// <summary>Compares the two schemas table by table and row by row, in the caller's snapshot.</summary>
internal static class SchemaComparison
{
    public const int MostShown = 100;

    public static async Task<IReadOnlyList<TableComparison>> Run(NpgsqlConnection connection, RebuildOptions options, CancellationToken cancel)
    {
        var compared = new List<TableComparison>();
        foreach (var table in await TableShape.Of(connection, options.Schema, cancel))
        {
            compared.Add(await Compare(connection, table, options, cancel));
        }

        return compared;
    }

    private static async Task<TableComparison> Compare(NpgsqlConnection connection, TableShape table, RebuildOptions options, CancellationToken cancel)
    {
        var (live, next) = ($"{options.Schema}.{table.Name}", $"{options.Next}.{table.Name}");
#pragma warning disable CA2100 // Names come from the catalogue.
        await using var command = new NpgsqlCommand(
            $"""
            select (select count(*) from {live}), (select count(*) from {next});
            {Differences(table, live, next)}
            """,
            connection)
        { CommandTimeout = 0 };
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var (liveRows, nextRows, differing) = (reader.GetInt64(0), reader.GetInt64(1), 0L);
        await reader.NextResultAsync(cancel);
        var first = new List<RowDifference>();
        while (await reader.ReadAsync(cancel))
        {
            differing = reader.GetInt64(0);
            first.Add(Difference(table, Row(reader, 1), Row(reader, 2)));
        }

        return new TableComparison(live, liveRows, nextRows, differing, first);
    }

    /// <summary>
    /// Joins narrow rows, in which a hash stands for JSON; of those that differ, JSON that only is spelt otherwise is passed
    /// over; of the rest the first are read whole.
    /// </summary>
    private static string Differences(TableShape table, string live, string next)
    {
        var key = string.Join(", ", table.Key);
        string[] narrow = [.. table.Key, .. table.Plain, .. table.Json.Select(c => $"hashtextextended({c}::text, 0) as {c}")];
        string Where(IEnumerable<string> differs) => string.Join(" or ", [$"l.{table.Key[0]} is null", $"n.{table.Key[0]} is null", .. differs]);
        static string Differs(string column) => $"l.{column} is distinct from n.{column}";
        var roughly = Where(table.Plain.Concat(table.Json).Select(Differs));
        var exactly = Where([.. table.Plain.Select(Differs), .. table.Json.Select(c => $"l.{c}::jsonb is distinct from n.{c}::jsonb")]);
        return $"""
            with suspect as (
                select {key} from (select {string.Join(", ", narrow)} from {live}) l
                full join (select {string.Join(", ", narrow)} from {next}) n using ({key})
                where {roughly}),
            differing as (
                select {key} from suspect left join {live} l using ({key}) left join {next} n using ({key}) where {exactly}),
            shown as (select {key}, count(*) over () as total from differing order by {key} limit {MostShown})
            select total, to_jsonb(l)::text, to_jsonb(n)::text
            from shown left join {live} l using ({key}) left join {next} n using ({key}) order by {key}
            """;
    }

    private static Dictionary<string, JsonElement>? Row(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(reader.GetString(column));

    private static RowDifference Difference(TableShape table, Dictionary<string, JsonElement>? live, Dictionary<string, JsonElement>? next)
    {
        var key = table.Key.ToDictionary(c => c, c => (live ?? next)![c]);
        if (live is not null && next is not null)
        {
            var same = live.Where(l => JsonElement.DeepEquals(l.Value, next[l.Key])).Select(l => l.Key).ToList();
            (live, next) = (Without(live, same), Without(next, same));
        }
        else
        {
            (live, next) = (live is null ? null : Without(live, table.Key), next is null ? null : Without(next, table.Key));
        }

        return new RowDifference(key, live, next);
    }

    private static Dictionary<string, JsonElement> Without(Dictionary<string, JsonElement> row, IEnumerable<string> columns) =>
        row.ExceptBy(columns, c => c.Key).ToDictionary();
}
