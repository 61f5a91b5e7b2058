using System.Text.RegularExpressions;
using Npgsql;

namespace Guzhang.Subsidy.Policy;

/// <summary>
/// <c>policy.newest</c>: the policy that holds, whichever copies with which files run. It is the one with the highest
/// versions; of two with the same versions the one that a copy started with last.
/// </summary>
internal sealed partial record NewestPolicy(string[] Versions, string Identity)
{
    /// <summary>Makes this policy the newest, unless there is one with higher versions.</summary>
    public static async Task Enter(SubsidyPolicy policy, NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Locked(connection, cancel) is { } newest && IsOlder(policy.Versions, newest.Versions))
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into policy.newest (versions, identity) values ($1, $2)
            on conflict (only_one) do update set versions = excluded.versions, identity = excluded.identity
            """,
            connection);
        command.Parameters.Add(new() { Value = policy.Versions.ToArray() });
        command.Parameters.Add(new() { Value = policy.Identity });
        await command.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>The newest policy, and until the caller's transaction ends nobody else's turn; null before the first start.</summary>
    public static async Task<NewestPolicy?> Locked(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using (var turn = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('subsidy screening', 0))", connection))
        {
            await turn.ExecuteNonQueryAsync(cancel);
        }

        await using var command = new NpgsqlCommand("select versions, identity from policy.newest", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? new NewestPolicy(reader.GetFieldValue<string[]>(0), reader.GetString(1)) : null;
    }

    /// <summary>Pure: by the first version that differs, numbers in it as numbers: 2020-2 is older than 2020-10.</summary>
    internal static bool IsOlder(IReadOnlyList<string> versions, IReadOnlyList<string> than) =>
        versions.Zip(than).Select(v => string.CompareOrdinal(Padded(v.First), Padded(v.Second))).FirstOrDefault(order => order != 0) < 0;

    private static string Padded(string version) => Numbers().Replace(version, number => number.Value.PadLeft(12, '0'));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
