using System.Text;
using Npgsql;

namespace Guzhang.Demo.Scanning;

/// <summary>Reads every column of every row of every table of every database of a server.</summary>
public static class DatabaseScan
{
    /// <param name="server">Connection string of the superuser.</param>
    /// <param name="needles">What is looked for.</param>
    /// <param name="findings">Where counts and finds go.</param>
    /// <param name="only">One database; all but templates where it is null.</param>
    public static async Task Run(string server, Needles needles, Findings findings, string? only = null)
    {
        foreach (var database in only is null ? await Names(server, "select datname from pg_database where not datistemplate and datallowconn order by 1") : [only])
        {
            var there = new NpgsqlConnectionStringBuilder(server) { Database = database, Pooling = false }.ConnectionString;
            var tables = await Names(there, "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and n.nspname not like 'pg_temp%' order by 1");
            foreach (var table in tables)
            {
                await Table(there, database, table, needles, findings);
            }
        }
    }

    private static async Task Table(string there, string database, string table, Needles needles, Findings findings)
    {
        var columns = await Names(there, "select quote_ident(attname) || case when atttypid = 'bytea'::regtype then '' else '::text' end from pg_attribute where attrelid = $1::text::regclass and attnum > 0 and not attisdropped order by attnum", table);
        if (columns.Count == 0)
        {
            return;
        }

        await using var connection = new NpgsqlConnection(there);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Names come quoted from the catalogue.
        await using var command = new NpgsqlCommand($"select {string.Join(", ", columns)} from {table}", connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        findings.Tables++;
        while (await reader.ReadAsync())
        {
            findings.Rows++;
            for (var i = 0; i < columns.Count; i++)
            {
                if (!await reader.IsDBNullAsync(i))
                {
                    var value = reader.GetValue(i) as byte[] ?? Encoding.UTF8.GetBytes(reader.GetString(i));
                    findings.Bytes += value.Length;
                    var place = $"{database}: {table}.{columns[i].Split(':')[0]}";
                    needles.Find(value, (what, _) => findings.Add(place, what));
                }
            }
        }
    }

    private static async Task<List<string>> Names(string there, string sql, params string[] values)
    {
        await using var connection = new NpgsqlConnection(there);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The statements are above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
