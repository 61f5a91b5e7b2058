using Guzhang.Audit;
using Guzhang.Collection.Sealing;
using Guzhang.Journal.Relaying;
using Npgsql;

namespace Guzhang.Collection.RotatingKeys;

/// <summary>
/// Changes the wrapping key while the service runs. The new key is a file beside the old one; every key in the database is wrapped
/// anew, in chunks, as often as it takes; then the database itself accepts no other, which it has looked at every row for, and the
/// old key's file goes. Whatever ends it in between, it goes on from where it is.
/// </summary>
internal sealed class KeyRotation(NpgsqlDataSource database, SecretKeys keys)
{
    /// <summary>How often a copy of the service looks for a key that another has made.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private const int Chunk = 500;
    private const string LockTimeout = "2s";
    private static readonly WrappedKeys[] Tables = [new("collection.person_keys", "laborer"), new("collection.import_keys", "import")];

    /// <summary>Begins, or finds that it was begun.</summary>
    public async Task<RotationState> Begin(Actor operation, CancellationToken cancel)
    {
        if (!keys.Changing)
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            // Keys of the last change hold the database to the present key.
            foreach (var table in Tables)
            {
                await Execute($"set local lock_timeout = '{LockTimeout}'; alter table {table.Table} drop constraint if exists wrapped_by_present_key", connection, cancel);
            }

            await AuditTrail.Write(connection, new AuditEntry(operation, AuditActions.KeyChangeBegun, "wrapping-key"), cancel);
            await transaction.CommitAsync(cancel);
            keys.MakeNext();
        }

        return await State(cancel);
    }

    /// <summary>How far it is: keys that still need the old wrapping key.</summary>
    public async Task<RotationState> State(CancellationToken cancel)
    {
        keys.Reload();
        var (all, old) = (0L, 0L);
        foreach (var table in Tables)
        {
#pragma warning disable CA2100 // Tables and columns are ours.
            await using var command = database.CreateCommand($"select count(*), count(*) filter (where {WrappedKeys.ByAnother}) from {table.Table}");
#pragma warning restore CA2100
            command.Parameters.Add(new() { Value = keys.Wrapping });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            (all, old) = (all + reader.GetInt64(0), old + reader.GetInt64(1));
        }

        return new RotationState(Convert.ToHexStringLower(keys.Wrapping), keys.Changing, all, old);
    }

    /// <summary>Goes on where a change was begun; true where this copy has nothing to do about it any more. Keys that don't open keep the old wrapping key in place.</summary>
    public async Task<bool> GoOn(CancellationToken cancel)
    {
        keys.Reload();
        if (!keys.Changing)
        {
            return true;
        }

        // One copy at a time.
        await using var leader = await Leadership.TryTake(database, "collection:wrapping-key", cancel);
        if (leader is null)
        {
            return true;
        }

        await WrapAnew(cancel);
        await Task.Delay(3 * Look, cancel); // until every copy has noticed
        try
        {
            // From here on a copy that has not noticed yet is refused; what it wrapped until now is found by the second round.
            foreach (var table in Tables)
            {
                await HoldToPresent(table, validate: false, cancel);
            }

            await WrapAnew(cancel);
            foreach (var table in Tables)
            {
                await HoldToPresent(table, validate: true, cancel);
            }
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand("update collection.key_check set fingerprint = $1 where fingerprint <> $1", connection);
        command.Parameters.Add(new() { Value = keys.Fingerprints[^1] });
        if (await command.ExecuteNonQueryAsync(cancel) > 0)
        {
            await AuditTrail.Write(connection, new AuditEntry(new Actor("collection", null, null), AuditActions.KeyChanged, "wrapping-key"), cancel);
        }

        await transaction.CommitAsync(cancel);
        keys.RetireOld();
        return true;
    }

    private async Task WrapAnew(CancellationToken cancel)
    {
        foreach (var table in Tables)
        {
            var after = Guid.Empty;
            while (await NextChunk(table, after, cancel) is { Count: > 0 } chunk)
            {
                after = chunk[^1].Id;
                await Replace(table, [.. chunk.Select(row => (row.Id, row.Wrapped, New: Anew(row))).Where(row => row.New is not null)], cancel);
            }
        }
    }

    private byte[]? Anew((Guid Id, byte[] Wrapped) row)
    {
        try
        {
            return keys.Wrap(keys.Unwrap(row.Wrapped, row.Id.ToByteArray()), row.Id.ToByteArray());
        }
        catch (SealBrokenException)
        {
            return null;
        }
    }

    private async Task<List<(Guid Id, byte[] Wrapped)>> NextChunk(WrappedKeys table, Guid after, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Tables and columns are ours.
        await using var command = database.CreateCommand(
            $"select {table.Id}, wrapped from {table.Table} where {WrappedKeys.ByAnother} and {table.Id} > $2 order by {table.Id} limit $3");
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = keys.Wrapping });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = Chunk });
        var rows = new List<(Guid, byte[])>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
        }

        return rows;
    }

    private async Task Replace(WrappedKeys table, List<(Guid Id, byte[] Old, byte[]? New)> rows, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Tables and columns are ours.
        await using var command = database.CreateCommand(
            $"update {table.Table} k set wrapped = x.new from unnest($1, $2, $3) as x (id, old, new) where k.{table.Id} = x.id and k.wrapped = x.old");
#pragma warning restore CA2100
        command.Parameters.Add(new() { Value = rows.Select(r => r.Id).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(r => r.Old).ToArray() });
        command.Parameters.Add(new() { Value = rows.Select(r => r.New!).ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task HoldToPresent(WrappedKeys table, bool validate, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Execute(
            validate
                ? $"set local lock_timeout = '{LockTimeout}'; alter table {table.Table} validate constraint wrapped_by_present_key"
                : $"""
                  set local lock_timeout = '{LockTimeout}';
                  alter table {table.Table} drop constraint if exists wrapped_by_present_key,
                      add constraint wrapped_by_present_key check (substring(wrapped from 1 for 4) = '\x{Convert.ToHexString(keys.Wrapping)}'::bytea and length(wrapped) = 48) not valid
                  """,
            connection, cancel);
        await transaction.CommitAsync(cancel);
    }

    private static async Task Execute(string sql, NpgsqlConnection connection, CancellationToken cancel)
    {
#pragma warning disable CA2100 // Tables, columns and the key's name are ours.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }

    private sealed record WrappedKeys(string Table, string Id)
    {
        /// <summary>Not wrapped by the key whose name is $1; keys from before they had names are 44 bytes long.</summary>
        public const string ByAnother = "(substring(wrapped from 1 for 4) <> $1 or length(wrapped) <> 48)";
    }
}

/// <summary>The wrapping key's name, whether an older one is still kept, and how many keys there are and how many of them still need it.</summary>
public sealed record RotationState(string Key, bool Changing, long Keys, long ByOldKey);
