using System.Security.Cryptography;
using System.Text.Json;
using Guzhang.Collection.Laborers;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>A refused row about somebody who is not on record. Subject and content are keyed codes.</summary>
internal sealed record Refusal(byte[] Subject, byte[] Content, RowRefused Facts);

/// <summary>Refused people: the same refusal again is no news; it ends when the person comes on record.</summary>
internal sealed class Refusals(NpgsqlDataSource database, IServiceJournal journal)
{
    /// <summary>Stores what is news. Somebody who has come on record meanwhile is not refused: the row was answered, the record stands.</summary>
    public async Task Store(IReadOnlyList<Refusal> refusals, DateTimeOffset at, string? traceParent, CancellationToken cancel)
    {
        // Two rows of one sheet may speak of the same subject: the later one stands.
        var latest = refusals.GroupBy(r => new BytesKey(r.Subject)).Select(g => g.Last()).OrderBy(r => Convert.ToHexString(r.Subject)).ToArray();
        if (latest.Length == 0)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var news = await Upsert(latest, connection, cancel);
        var appends = new List<StreamAppend>();
        foreach (var refusal in latest)
        {
            if (news.TryGetValue(new BytesKey(refusal.Subject), out var id))
            {
                appends.Add(Append(id, LaborerEvents.RowRefused, refusal.Facts with { Refusal = id }, at, traceParent));
            }
        }

        await Append(connection, appends, cancel);
        await transaction.CommitAsync(cancel);
        journal.Wake();
    }

    /// <summary>Ends refusals of people who are on record now; within the transaction that put them there.</summary>
    public async Task Resolve(byte[][] residents, DateTimeOffset at, NpgsqlConnection connection, CancellationToken cancel)
    {
        List<(Guid, string?)> resolved;
        await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { Resolving(residents) } })
        await using (var reader = await batch.ExecuteReaderAsync(cancel))
        {
            resolved = await Resolved(reader, cancel);
        }

        await Append(resolved, at, connection, cancel);
    }

    /// <summary>The statement that ends refusals, for a caller who sends it together with others.</summary>
    public static NpgsqlBatchCommand Resolving(byte[][] residents) =>
        new("update collection.refusals set open = false where subject = any ($1) and open returning refusal, town") { Parameters = { new() { Value = residents } } };

    /// <summary>What that statement answers: refusal and town.</summary>
    public static async Task<List<(Guid Refusal, string? Town)>> Resolved(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var resolved = new List<(Guid, string?)>();
        while (await reader.ReadAsync(cancel))
        {
            resolved.Add((reader.GetGuid(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetString(1)));
        }

        return resolved;
    }

    /// <summary>Says that refusals have ended, in the caller's transaction.</summary>
    public Task Append(
        IReadOnlyList<(Guid Refusal, string? Town)> resolved, DateTimeOffset at, NpgsqlConnection connection, CancellationToken cancel) =>
        Append(
            connection,
            [.. resolved.Select(r => Append(r.Refusal, LaborerEvents.RefusalResolved, new RefusalResolved { Refusal = r.Refusal, Town = r.Town }, at, null))],
            cancel);

    /// <summary>Where the journal doesn't commit with the table, what a refusal's stream says already isn't said again.</summary>
    private async Task Append(NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancel)
    {
        if (!journal.CommitsWithTables && appends.Count > 0)
        {
            var streams = await journal.ReadStreams([.. appends.Select(a => a.Stream)], cancel);
            appends = [.. appends.Where(a => !SaysAlready(streams[a.Stream].LastOrDefault(), a.Events[0]))];
        }

        await journal.Append(connection, appends, cancel);
    }

    /// <summary>Of a row that was refused it matters where it belongs and what is wrong with it, not which sheet it stood in.</summary>
    private static bool SaysAlready(StoredEvent? last, NewEvent now)
    {
        static (string?, string?, string) Matter(string data)
        {
            var facts = JsonSerializer.Deserialize<RowRefused>(data, ContractJson.Options)!;
            return (facts.Town, facts.Village, string.Join(' ', facts.Broken.Select(b => $"{b.Rule}:{b.Field}")));
        }

        return last?.Type == now.Type && (now.Type == LaborerEvents.RefusalResolved || Matter(last.Data) == Matter(now.Data));
    }

    /// <summary>A journal that doesn't commit with the table finds a refusal again by its subject, under a code that tells nothing of it.</summary>
    private Guid NewId(Refusal refusal) =>
        journal.CommitsWithTables ? Guid.CreateVersion7() : new Guid(SHA256.HashData([.. refusal.Subject, .. "refusal"u8]).AsSpan(0, 16));

    private static StreamAppend Append<T>(Guid refusal, string type, T facts, DateTimeOffset at, string? traceParent) =>
        new($"refusal-{refusal}", Expected.Any, [LaborerEvents.New(Guid.CreateVersion7(), type, facts)], at, traceParent);

    private async Task<Dictionary<BytesKey, Guid>> Upsert(Refusal[] refusals, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into collection.refusals as r (refusal, subject, content, town, open)
            select x.refusal, x.subject, x.content, x.town, true
            from unnest($1, $2, $3, $4) with ordinality as x (refusal, subject, content, town, i)
            where not exists (select 1 from collection.laborers l where l.resident = x.subject) order by x.i
            on conflict (subject) do update set content = excluded.content, town = excluded.town, open = true
            where r.content <> excluded.content or not r.open
            returning subject, refusal
            """,
            connection);
        command.Parameters.Add(new() { Value = refusals.Select(NewId).ToArray() });
        command.Parameters.Add(new() { Value = refusals.Select(r => r.Subject).ToArray() });
        command.Parameters.Add(new() { Value = refusals.Select(r => r.Content).ToArray() });
        command.Parameters.Add(new() { Value = refusals.Select(r => r.Facts.Town).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var news = new Dictionary<BytesKey, Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            news[new BytesKey(reader.GetFieldValue<byte[]>(0))] = reader.GetGuid(1);
        }

        return news;
    }
}
