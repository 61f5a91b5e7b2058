using System.Text.Json;
using Npgsql;

namespace Guzhang.Journal.Rebuilding;

/// <summary>Where the live inbox and the rebuild differ for one aggregate; a side that doesn't know it is null.</summary>
internal sealed record PositionDifference(string Source, AggregateKey Aggregate, long? Live, long? Rebuilt);

/// <summary>The live inbox's rows and what is parked behind it, beside the rebuild's.</summary>
internal sealed class InboxPositions(string consumer, NpgsqlConnection connection)
{
    public async Task<List<PositionDifference>> Differences(string source, Intake intake, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select aggregate, last_seq from journal.inbox where consumer = $1 and source = $2", connection);
        command.Parameters.Add(new() { Value = consumer });
        command.Parameters.Add(new() { Value = source });
        var differences = new List<PositionDifference>();
        var met = 0;
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            var key = default(AggregateKey);
            while (await reader.ReadAsync(cancel))
            {
                key = AggregateKey.Of(reader.GetString(0), key);
                long? rebuilt = intake.Last.TryGetValue(key, out var last) ? last : null;
                met += rebuilt is null ? 0 : 1;
                if (reader.GetInt64(1) is var live && live != rebuilt)
                {
                    differences.Add(new PositionDifference(source, key, live, rebuilt));
                }
            }
        }

        return met == intake.Last.Count ? differences : [.. differences, .. await NotInLive(source, intake, cancel)];
    }

    /// <summary>Differing first events that could not be applied, by aggregate.</summary>
    public async Task<List<PositionDifference>> Parked(string source, Intake intake, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select aggregate, min(seq) from journal.parked where consumer = $1 and source = $2 group by aggregate", connection);
        command.Parameters.Add(new() { Value = consumer });
        command.Parameters.Add(new() { Value = source });
        var live = new Dictionary<AggregateKey, long>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            live[AggregateKey.Of(reader.GetString(0))] = reader.GetInt64(1);
        }

        return [.. live.Keys.Union(intake.Failed.Keys)
            .Select(key => new PositionDifference(
                source, key, live.TryGetValue(key, out var seq) ? seq : null, intake.Failed.TryGetValue(key, out var failure) ? failure.Seq : null))
            .Where(d => d.Live != d.Rebuilt)];
    }

    /// <summary>Events that an operator gave up for good.</summary>
    public async Task<List<(AggregateKey Aggregate, long Seq)>> Discarded(string source, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select aggregate, seq from journal.parked_decisions where consumer = $1 and source = $2 and decision = 'discarded'", connection);
        command.Parameters.Add(new() { Value = consumer });
        command.Parameters.Add(new() { Value = source });
        var discarded = new List<(AggregateKey, long)>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            discarded.Add((AggregateKey.Of(reader.GetString(0)), reader.GetInt64(1)));
        }

        return discarded;
    }

    /// <summary>Makes the live inbox say what the rebuild has, in the caller's transaction.</summary>
    public async Task Set(string source, Position at, IReadOnlyCollection<PositionDifference> inbox, IReadOnlyCollection<PositionDifference> parked, CancellationToken cancel)
    {
        var (kept, gone) = (inbox.Where(d => d.Rebuilt is not null).ToList(), inbox.Where(d => d.Rebuilt is null));
        await using var batch = new NpgsqlBatch(connection);
        void Add(string sql, params IReadOnlyList<object> values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in (object[])[consumer, source, .. values])
            {
                command.Parameters.Add(new() { Value = value });
            }

            batch.BatchCommands.Add(command);
        }

        static object Names(IEnumerable<PositionDifference> differences) => differences.Select(d => d.Aggregate.ToString()).ToArray();

        Add(
            """
            insert into journal.inbox (consumer, source, aggregate, last_seq) select $1, $2, x.aggregate, x.seq from unnest($3, $4) as x (aggregate, seq)
            on conflict (consumer, source, aggregate) do update set last_seq = excluded.last_seq
            """,
            Names(kept), kept.Select(d => d.Rebuilt!.Value).ToArray());
        Add("delete from journal.inbox where consumer = $1 and source = $2 and aggregate = any ($3)", Names(gone));
        Add("delete from journal.parked where consumer = $1 and source = $2 and aggregate = any ($3)", Names(parked));
        Add(
            """
            insert into journal.compared (consumer, source, position) values ($1, $2, $3)
            on conflict (consumer, source) do update set position = excluded.position
            """,
            at.ToString());
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>As a table among the others.</summary>
    public static TableComparison Shown(string table, long? live, long? rebuilt, IReadOnlyCollection<PositionDifference> differences) => new(
        table, live, rebuilt, differences.Count,
        [.. differences.Take(SchemaComparison.MostShown).Select(d => new RowDifference(
            new Dictionary<string, JsonElement> { ["source"] = Json(d.Source), ["aggregate"] = Json(d.Aggregate.ToString()) }, Seq(d.Live), Seq(d.Rebuilt)))]);

    private static Dictionary<string, JsonElement>? Seq(long? seq) => seq is null ? null : new() { ["seq"] = Json(seq) };

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value);

    private async Task<List<PositionDifference>> NotInLive(string source, Intake intake, CancellationToken cancel)
    {
        var missing = new List<PositionDifference>();
        foreach (var some in intake.Last.Chunk(10_000))
        {
            await using var command = new NpgsqlCommand(
                """
                select x.i from unnest($3) with ordinality as x (aggregate, i)
                where not exists (select from journal.inbox where consumer = $1 and source = $2 and aggregate = x.aggregate)
                """,
                connection);
            command.Parameters.Add(new() { Value = consumer });
            command.Parameters.Add(new() { Value = source });
            command.Parameters.Add(new() { Value = some.Select(s => s.Key.ToString()).ToArray() });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                var (key, last) = some[(int)reader.GetInt64(0) - 1];
                missing.Add(new PositionDifference(source, key, null, last));
            }
        }

        return missing;
    }
}
