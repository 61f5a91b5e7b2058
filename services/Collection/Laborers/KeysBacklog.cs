using Guzhang.Collection.Sealing;
using Npgsql;

namespace Guzhang.Collection.Laborers;

/// <summary>Keyed codes that are kept of everybody on record.</summary>
/// <param name="Table">Where they are kept; those of whom they are not kept yet stand in the table of that name and <c>_missing</c>.</param>
/// <param name="Of">The codes, from the text of the newest form.</param>
internal sealed record KeptKeys(string Table, Func<IReadOnlyDictionary<string, string>, IReadOnlyList<long>> Of);

/// <summary>
/// Makes the codes of people who came on record without them, some at a time, from their newest forms: before there were any, or
/// through a copy of the service that didn't know of them yet. Somebody whose form does not open is named in the log, and passed over.
/// </summary>
internal sealed partial class KeysBacklog(KeptKeys kept, NpgsqlDataSource database, Register register, FormMaker maker, ILogger<KeysBacklog> log) : BackgroundService
{
    private const int Chunk = 200;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await NoteMissing(stoppingToken);
                while (await Step(stoppingToken) > 0)
                {
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, kept.Table, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

#pragma warning disable CA2100 // The table's name is ours.
    /// <summary>A copy from before there were codes may be running still, or may have been.</summary>
    private async Task NoteMissing(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"""
            insert into {kept.Table}_missing select l.laborer from collection.laborers l join collection.person_keys k using (laborer)
            where not exists (select from {kept.Table} a where a.laborer = l.laborer) on conflict do nothing
            """);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>How many were taken off the list; 0 where none is left that no other copy is at.</summary>
    private async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        // Their rows are locked, so that no name changes meanwhile, and nobody is erased.
        var taken = 0;
        var people = new Dictionary<Guid, byte[]>();
        await using (var command = new NpgsqlCommand(
            $"""
            with next as (delete from {kept.Table}_missing where laborer in
                (select laborer from {kept.Table}_missing limit $1 for update skip locked) returning laborer)
            select n.laborer, k.wrapped from (select laborer from next order by laborer) n
            left join lateral (select laborer from collection.laborers where laborer = n.laborer for update) l on true
            left join collection.person_keys k on k.laborer = l.laborer
            """,
            connection))
        {
            command.Parameters.Add(new() { Value = Chunk });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                taken++;
                if (!reader.IsDBNull(1))
                {
                    people.Add(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
                }
            }
        }

        var laborers = await register.Load(people.Keys, cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(PeopleKeys.Command(
            $"""
            insert into {kept.Table} (key, laborer) select key, laborer from unnest($1, $2) as x (key, laborer)
            where not exists (select from {kept.Table} a where a.key = x.key and a.laborer = x.laborer)
            """,
            [.. laborers.Select(l => (l.Key, Of(l.Key, l.Value, people[l.Key])))]));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return taken;
    }
#pragma warning restore CA2100

    /// <summary>Whose form does not open is found by nothing; the others are not to wait for that.</summary>
    private IReadOnlyList<long> Of(Guid id, Laborer laborer, byte[] wrappedKey)
    {
        try
        {
            return kept.Of(maker.Open(id, laborer, wrappedKey));
        }
        catch (SealBrokenException broken)
        {
            Broken(log, kept.Table, id, broken);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "keys of {Table} are not made yet; trying again")]
    private static partial void Failed(ILogger log, string table, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "no keys of {Table} for laborer {Laborer}, whose form does not open")]
    private static partial void Broken(ILogger log, string table, Guid laborer, Exception broken);
}
