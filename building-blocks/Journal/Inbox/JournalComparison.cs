using Guzhang.Journal.Relaying;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Journal.Inbox;

/// <summary>
/// Compares the inbox with the heads of the journals it follows and fetches what is lacking: a message the broker lost at
/// an aggregate's end shows no gap, and a consumer seen for the first time has everything before it to read.
/// </summary>
public sealed partial class JournalComparison(
    InboxOptions options, NpgsqlDataSource database, JournalClient journals, InboxProcessor inbox, Standstill standstill,
    ILogger<JournalComparison> log) : BackgroundService
{
    private const int PageSize = 2000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.Sources.Select(source => Follow(source, stoppingToken)));

    private async Task Follow(string source, CancellationToken cancel)
    {
        var what = $"comparison with {source}";
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await using var leader = await Leadership.TryTake(database, $"compare:{options.Consumer}:{source}", cancel);
                while (leader is not null && await Step(source, leader, cancel))
                {
                }

                standstill.End(what);
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                standstill.Begin(what, failure.Message);
            }

            await Task.Delay(Every, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One page; false where there is nothing old enough to compare.</summary>
    private async Task<bool> Step(string source, Leadership leader, CancellationToken cancel)
    {
        var from = await leader.Use(session => Reached(source, session, cancel), cancel);
        var (heads, at) = await journals.Heads(source, from, PageSize, cancel);
        var old = heads.TakeWhile(h => h.StoredAt < DateTimeOffset.UtcNow - options.Grace).ToList();
        var to = old.Count == heads.Count ? at : old.Count == 0 ? from : Position.Parse(old[^1].Position);
        if (to <= from)
        {
            return false;
        }

        var aggregates = 0;
        while (await leader.Use(session => Lacking(source, old, session, cancel), cancel) is { Count: > 0 } lacking)
        {
            // Far behind (a first start, a long outage): whole pages. A loss here and there: aggregate by aggregate.
            var events = lacking.Count > 50
                ? (await journals.Page(source, from, PageSize, cancel)).Events.Where(e => Position.Parse(e.Position) <= to).ToList()
                : await journals.Fetch(source, lacking, cancel);
            foreach (var chunk in events.Chunk(Partitioning.BatchSize))
            {
                await inbox.Process(source, chunk, cancel);
            }

            aggregates = Math.Max(aggregates, lacking.Count);
        }

        if (aggregates > 0)
        {
            Fetched(log, options.Consumer, source, aggregates);
        }

        await leader.Use(session => Save(source, to, session, cancel), cancel);
        return old.Count == heads.Count && heads.Count > 0;
    }

    private async Task<List<Gap>> Lacking(string source, List<JournalHead> heads, NpgsqlConnection connection, CancellationToken cancel)
    {
        var newest = heads.GroupBy(h => h.Aggregate).ToDictionary(g => g.Key, g => g.Max(h => h.Seq));
        await using var command = new NpgsqlCommand(
            """
            select aggregate, last_seq, seq from
                (select x.aggregate, x.seq, coalesce((select i.last_seq from journal.inbox i
                    where i.consumer = $1 and i.source = $2 and i.aggregate = x.aggregate), 0) as last_seq
                from unnest($3, $4) as x (aggregate, seq)) as known
            where last_seq < seq
            """,
            connection);
        command.Parameters.Add(new() { Value = options.Consumer });
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = newest.Keys.ToArray() });
        command.Parameters.Add(new() { Value = newest.Values.ToArray() });
        var lacking = new List<Gap>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            lacking.Add(new Gap(reader.GetString(0), reader.GetInt64(1) + 1, reader.GetInt64(2) + 1));
        }

        return lacking;
    }

    private async Task<Position> Reached(string source, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select position from journal.compared where consumer = $1 and source = $2", connection);
        command.Parameters.Add(new() { Value = options.Consumer });
        command.Parameters.Add(new() { Value = source });
        return Position.Parse((string?)await command.ExecuteScalarAsync(cancel));
    }

    private async Task<int> Save(string source, Position at, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "insert into journal.compared values ($1, $2, $3) on conflict (consumer, source) do update set position = excluded.position", connection);
        command.Parameters.Add(new() { Value = options.Consumer });
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = at.ToString() });
        return await command.ExecuteNonQueryAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Consumer}: fetched from {Source}'s journal what the broker had not brought: {Count} aggregates")]
    private static partial void Fetched(ILogger log, string consumer, string source, int count);
}
