using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Journal.Relaying;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Journal.Rebuilding;

/// <summary>How a rebuild goes or went.</summary>
public sealed record RebuildState
{
    /// <summary><c>none</c> (never run), <c>running</c>, <c>done</c>, <c>failed</c>, or <c>interrupted</c>: its process is gone, the live tables are as they were.</summary>
    public required string State { get; init; }

    /// <summary>While running: <c>reading</c>, <c>comparing</c> or <c>swapping</c>.</summary>
    public string? Step { get; init; }

    /// <summary>Whether the new tables were to take the live ones' place.</summary>
    public bool Swap { get; init; }

    /// <summary>Whether they have.</summary>
    public bool Swapped { get; init; }

    /// <summary>Whether the new tables equalled the live ones; absent until compared.</summary>
    public bool? Equal { get; init; }

    /// <summary>Events taken in.</summary>
    public long Events { get; init; }

    /// <summary>Up to where each journal was read.</summary>
    public IReadOnlyDictionary<string, string> Positions { get; init; } = new Dictionary<string, string>();

    /// <summary>Table by table; the inbox and what is parked too.</summary>
    public IReadOnlyList<TableComparison> Tables { get; init; } = [];

    /// <summary>Why it failed, or why it was not swapped.</summary>
    public string? Message { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>
    /// The last state that was stored, where the lock agrees: as long as a copy holds it a rebuild is running and another
    /// can't begin, whatever is stored; a running one whose process is gone is <c>interrupted</c>.
    /// </summary>
    internal static async Task<RebuildState> Read(NpgsqlDataSource database, string consumer, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select state::text from journal.rebuild where consumer = $1");
        command.Parameters.Add(new() { Value = consumer });
        // Asked before, since one that ends meanwhile stores its end and then lets go; asked again, since one may begin meanwhile.
        var held = await LeaderLock.IsHeld(database, Lock(consumer), cancel);
        var state = await command.ExecuteScalarAsync(cancel) is string json
            ? JsonSerializer.Deserialize<RebuildState>(json, ContractJson.Options)!
            : new RebuildState { State = "none" };
        if (held)
        {
            return state with { State = "running" };
        }

        return state.State == "running" && !await LeaderLock.IsHeld(database, Lock(consumer), cancel)
            ? state with { State = "interrupted" }
            : state;
    }

    internal async Task Save(NpgsqlDataSource database, string consumer, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await Save(connection, consumer, cancel);
    }

    internal async Task Save(NpgsqlConnection connection, string consumer, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "insert into journal.rebuild (consumer, state) values ($1, $2) on conflict (consumer) do update set state = excluded.state", connection);
        command.Parameters.Add(new() { Value = consumer });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(this, ContractJson.Options), NpgsqlDbType = NpgsqlDbType.Json });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Held by the copy that rebuilds.</summary>
    internal static string Lock(string consumer) => $"rebuild:{consumer}";
}
