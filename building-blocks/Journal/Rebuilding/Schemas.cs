using System.Reflection;
using System.Text.RegularExpressions;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>The two schemas of a rebuild: the live one, and the next of the same shape beside it.</summary>
public static class Schemas
{
    /// <summary>Makes the next schema empty, by the scripts that made the live one under its name; what an earlier try left is dropped.</summary>
    public static async Task Begin(NpgsqlDataSource database, RebuildOptions options, CancellationToken cancel)
    {
        await Drop(database, options.Next, cancel);
        await Drop(database, Old(options), cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        foreach (var script in Scripts(options.Scripts))
        {
            await Run(connection, Regex.Replace(script, $@"\b{Regex.Escape(options.Schema)}\b", options.Next), cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>Statistics, without which the first questions to new tables are answered by reading all of them.</summary>
    internal static async Task Analyze(NpgsqlDataSource database, string schema, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        foreach (var table in await TableShape.Of(connection, schema, cancel))
        {
            await Run(connection, $"analyze {schema}.{table.Name}", cancel);
        }
    }

    /// <summary>Puts the next schema in the live one's place, in the caller's transaction. Names inside stay as they are.</summary>
    internal static Task Swap(NpgsqlConnection connection, RebuildOptions options, CancellationToken cancel) => Run(
        connection,
        $"alter schema {options.Schema} rename to {Old(options)}; alter schema {options.Next} rename to {options.Schema}",
        cancel);

    /// <summary>Drops what a rebuild leaves over. A report that still reads there is waited for, but not with a transaction open.</summary>
    internal static async Task Drop(NpgsqlDataSource database, RebuildOptions options, CancellationToken cancel)
    {
        await Drop(database, options.Next, cancel);
        await Drop(database, Old(options), cancel);
    }

    private static async Task Drop(NpgsqlDataSource database, string schema, CancellationToken cancel)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancel);
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                await Run(connection, $"set local lock_timeout = '500ms'; drop schema if exists {schema} cascade", cancel);
                await transaction.CommitAsync(cancel);
                return;
            }
            catch (PostgresException locked) when (locked.SqlState == PostgresErrorCodes.LockNotAvailable && tried < 120)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancel);
            }
        }
    }

    private static string Old(RebuildOptions options) => $"{options.Schema}_old";

    private static IEnumerable<string> Scripts(Assembly assembly) =>
        assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var script = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return script.ReadToEnd();
        });

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Names are the service's own.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }
}
