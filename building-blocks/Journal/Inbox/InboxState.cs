using Guzhang.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Journal.Inbox;

/// <summary>The inbox's rows of one source, locked in one transaction.</summary>
internal sealed class InboxState(string consumer, string source, NpgsqlConnection connection)
{
    /// <summary>
    /// One index lookup per aggregate, in the array's order: given the choice, the planner reads the consumer's whole inbox
    /// for a handful of rows (50 ms instead of 3 at 20,000 aggregates).
    /// </summary>
    private const string ByKey =
        """
        select x.aggregate, i.last_seq from unnest($3) as x (aggregate) cross join lateral
            (select last_seq from journal.inbox where consumer = $1 and source = $2 and aggregate = x.aggregate for update) as i
        """;

    /// <summary>A copy that is frozen in a transaction must not hold its aggregates, and every journal's readers, for longer than this.</summary>
    private const string NotLonger = "set local idle_in_transaction_session_timeout = '10s'";

    /// <summary>Why an event is parked that may be sound.</summary>
    public const string Behind = "an earlier event of this aggregate is parked";

    /// <summary>Why an event is parked that failed; without what PostgreSQL can't store.</summary>
    public static string Reason(Exception failure)
    {
        var reason = $"{failure.GetType().Name}: {failure.Message}".Replace("\0", "", StringComparison.Ordinal);
        return reason[..Math.Min(reason.Length, 2000)];
    }

    /// <summary>
    /// Moves the aggregates' rows over these runs where they are what comes next for each and nothing is parked; false, with
    /// some rows perhaps moved, where they are not.
    /// </summary>
    public async Task<bool> Advance(IReadOnlyList<Run> runs, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NotLonger));
        var advance = Command("select journal.advance($1, $2, $3, $4, $5)", [.. runs.Select(r => r.Aggregate)]);
        advance.Parameters.Add(new() { Value = runs.Select(r => r.First).ToArray() });
        advance.Parameters.Add(new() { Value = runs.Select(r => r.Last).ToArray() });
        batch.BatchCommands.Add(advance);
        return await batch.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Locks the aggregates' rows, in one order everywhere, and reads their last seq.</summary>
    public async Task<Dictionary<string, long>> Lock(IEnumerable<string> of, CancellationToken cancel)
    {
        var aggregates = of.Distinct().Order(StringComparer.Ordinal).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NotLonger));
        batch.BatchCommands.Add(Command(
            "insert into journal.inbox (consumer, source, aggregate, last_seq) select $1, $2, a, 0 from unnest($3) a on conflict do nothing", aggregates));
        batch.BatchCommands.Add(Command(ByKey, aggregates));
        var last = new Dictionary<string, long>(aggregates.Length);
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            last[reader.GetString(0)] = reader.GetInt64(1);
        }

        return last;
    }

    /// <summary>Aggregates that have parked events: what comes later is parked behind them.</summary>
    public async Task<HashSet<string>> Parked(IEnumerable<string> aggregates, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select distinct aggregate from journal.parked where consumer = $1 and source = $2 and aggregate = any ($3)", connection);
        Fill(command.Parameters, aggregates.ToArray());
        var parked = new HashSet<string>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            parked.Add(reader.GetString(0));
        }

        return parked;
    }

    public async Task Park(PublishedEvent e, string reason, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "insert into journal.parked (consumer, source, aggregate, seq, event, reason) values ($1, $2, $3, $4, $5, $6) on conflict do nothing", connection);
        command.Parameters.Add(new() { Value = consumer });
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = e.Aggregate });
        command.Parameters.Add(new() { Value = e.Seq });
        command.Parameters.Add(new()
        {
            Value = System.Text.Json.JsonSerializer.Serialize(e, ContractJson.Options),
            NpgsqlDbType = NpgsqlDbType.Json,
        });
        command.Parameters.Add(new() { Value = reason });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public async Task Save(IReadOnlyDictionary<string, long> last, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into journal.inbox (consumer, source, aggregate, last_seq) select $1, $2, x.aggregate, x.seq from unnest($3, $4) as x (aggregate, seq)
            on conflict (consumer, source, aggregate) do update set last_seq = excluded.last_seq
            """,
            connection);
        Fill(command.Parameters, last.Keys.ToArray());
        command.Parameters.Add(new() { Value = last.Values.ToArray() });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private NpgsqlBatchCommand Command(string sql, string[] aggregates)
    {
        var command = new NpgsqlBatchCommand(sql);
        Fill(command.Parameters, aggregates);
        return command;
    }

    private void Fill(NpgsqlParameterCollection parameters, string[] aggregates)
    {
        parameters.Add(new() { Value = consumer });
        parameters.Add(new() { Value = source });
        parameters.Add(new() { Value = aggregates });
    }
}
