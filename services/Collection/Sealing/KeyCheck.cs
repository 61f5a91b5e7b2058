using Npgsql;

namespace Guzhang.Collection.Sealing;

/// <summary>Refuses to start with keys other than those the database was written with.</summary>
internal static class KeyCheck
{
    public static async Task Run(NpgsqlDataSource database, SecretKeys keys, CancellationToken cancel)
    {
        var mine = keys.Fingerprints;
        await using var command = database.CreateCommand(
            """
            with new as (insert into collection.key_check (fingerprint) values ($1) on conflict do nothing returning fingerprint)
            select coalesce((select fingerprint from new), (select fingerprint from collection.key_check))
            """);
        command.Parameters.Add(new() { Value = mine[^1] });
        if (await command.ExecuteScalarAsync(cancel) is byte[] theirs && !mine.Any(fingerprint => theirs.AsSpan().SequenceEqual(fingerprint)))
        {
            throw new InvalidOperationException(
                "the keys in Secrets:Directory are not those this database was written with; restore wrapping.key and index.key");
        }
    }
}
