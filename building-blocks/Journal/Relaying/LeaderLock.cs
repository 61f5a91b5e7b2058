using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Guzhang.Journal.Relaying;

/// <summary>
/// Held by one copy of a service at a time, for as long as its connection lives. What a leader writes goes through
/// <see cref="Connection"/>, so that a copy that lost the lock can't write either.
/// </summary>
public sealed class LeaderLock : IAsyncDisposable
{
    private LeaderLock(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The session that holds the lock.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Takes the lock, or returns nothing where another copy has it.</summary>
    public static async Task<LeaderLock?> TryTake(NpgsqlDataSource database, string name, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
            command.Parameters.Add(new() { Value = Key(name) });
            if (await command.ExecuteScalarAsync(cancel) is true)
            {
                return new LeaderLock(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Whether a copy has the lock now.</summary>
    public static async Task<bool> IsHeld(NpgsqlDataSource database, string name, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select exists (select 1 from pg_locks where locktype = 'advisory' and objsubid = 1 and granted
                and database = (select oid from pg_database where datname = current_database())
                and (classid::bigint << 32) | objid::bigint = $1)
            """);
        command.Parameters.Add(new() { Value = Key(name) });
        return await command.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Ends the session, and with it the lock: a pooled connection would keep it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", Connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
        {
            // The session is gone (a broken connection is closed at once), and the lock with it.
        }

        await Connection.DisposeAsync();
    }

    internal static long Key(string name) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
