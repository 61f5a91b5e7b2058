using Guzhang.Collection.Laborers;
using Npgsql;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>Somebody on record who looks like somebody asked about. Place is the village, or town, whose record it is.</summary>
internal sealed record Alike(Guid Laborer, string Place);

/// <summary>Finds people on record who look alike (F03), by keyed codes alone: nothing is opened.</summary>
internal sealed class LookAlikes(NpgsqlDataSource database, Somebodies somebodies)
{
    /// <summary>For each of them, in order, who on record looks alike; one statement for all.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Alike>>> Find(IReadOnlyList<Somebody?> people, CancellationToken cancel)
    {
        long[] keys = [.. people.SelectMany(p => p?.Keys ?? []).Distinct()];
        var candidates = keys.Length == 0 ? [] : await Candidates(keys, cancel);
        return [.. people.Select(p => p is null ? [] : Meeting<Alike>.Alike(p, candidates.GetValueOrDefault, somebodies))];
    }

    /// <summary>Keeps the keys of new people, and of those whose name has changed, in the transaction that stores their forms.</summary>
    public static async Task Store(IReadOnlyCollection<FormToStore> forms, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(PeopleKeys.Command(
            "delete from collection.look_alikes a using unnest($1, $2) as x (key, laborer) where a.key = x.key and a.laborer = x.laborer",
            [.. forms.Select(f => (f.Laborer, f.FormerKeys))]));
        batch.BatchCommands.Add(Keeping([.. forms.Select(f => (f.Laborer, f.Keys))]));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Keeps people's keys.</summary>
    public static NpgsqlBatchCommand Keeping(IReadOnlyCollection<(Guid Laborer, IReadOnlyList<long> Keys)> people) =>
        PeopleKeys.Command("insert into collection.look_alikes (key, laborer) select * from unnest($1, $2)", people);

    private async Task<Dictionary<long, List<Met<Alike>>>> Candidates(long[] keys, CancellationToken cancel)
    {
        // Found by key one by one: a join is a scan of everybody as long as the tables are thought to be as small as they once were.
        await using var command = database.CreateCommand(
            """
            select a.key, l.resident, l.laborer, l.place from unnest($1) as x (key)
            cross join lateral (select a.key, a.laborer from collection.look_alikes a where a.key = x.key offset 0) a
            cross join lateral (
                select l.resident, l.laborer, coalesce(l.village, l.town) as place from collection.laborers l where l.laborer = a.laborer offset 0) l
            """);
        command.Parameters.Add(new() { Value = keys });
        var candidates = new Dictionary<long, List<Met<Alike>>>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (!candidates.TryGetValue(reader.GetInt64(0), out var met))
            {
                candidates.Add(reader.GetInt64(0), met = []);
            }

            met.Add(new Met<Alike>(new BytesKey(reader.GetFieldValue<byte[]>(1)), new Alike(reader.GetGuid(2), reader.GetString(3))));
        }

        return candidates;
    }
}
