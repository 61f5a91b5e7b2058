using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>A table as the catalogue has it: what tells its rows apart, and the rest. JSON is compared by what it says, not how it is spelt.</summary>
internal sealed record TableShape(string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Plain, IReadOnlyList<string> Json)
{
    /// <summary>The tables of a schema.</summary>
    /// <exception cref="InvalidOperationException">One of them has no primary key.</exception>
    public static async Task<IReadOnlyList<TableShape>> Of(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            select c.relname::text, a.attname::text, a.atttypid = 'json'::regtype, coalesce(array_position(i.indkey::int2[], a.attnum), -1)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_index i on i.indrelid = c.oid and i.indisprimary
            where c.relnamespace = to_regnamespace($1) and c.relkind = 'r'
            order by c.relname, a.attnum
            """,
            connection);
        command.Parameters.Add(new() { Value = schema });
        var columns = new List<(string Table, string Column, bool IsJson, int KeyPlace)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            columns.Add((reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetInt32(3)));
        }

        return [.. columns.GroupBy(c => c.Table).Select(table => new TableShape(
            table.Key,
            table.Any(c => c.KeyPlace >= 0)
                ? [.. table.Where(c => c.KeyPlace >= 0).OrderBy(c => c.KeyPlace).Select(c => c.Column)]
                : throw new InvalidOperationException($"{schema}.{table.Key} has no primary key to compare by"),
            [.. table.Where(c => c is { KeyPlace: < 0, IsJson: false }).Select(c => c.Column)],
            [.. table.Where(c => c is { KeyPlace: < 0, IsJson: true }).Select(c => c.Column)]))];
    }
}
