using Guzhang.Collection.Laborers;
using Guzhang.Collection.Sealing;
using Npgsql;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>
/// Makes the keys of people who came on record without them, some at a time, from their newest forms: before there were any, or
/// through a copy of the service that didn't know of them yet. Somebody whose form does not open is named in the log, and passed over.
/// </summary>
internal sealed partial class LookAlikeBacklog(
    NpgsqlDataSource database, Register register, FormMaker maker, Somebodies somebodies, ILogger<LookAlikeBacklog> log) : BackgroundService
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
                Failed(log, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>A copy from before there were keys may be running still, or may have been.</summary>
    private async Task NoteMissing(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            insert into collection.look_alikes_missing select l.laborer from collection.laborers l join collection.person_keys k using (laborer)
            where not exists (select from collection.look_alikes a where a.laborer = l.laborer) on conflict do nothing
            """);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>How many were taken off the list; 0 where none is left that no other copy is at.</summary>
    private async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        // Their rows are locked, so that no name changes meanwhile.
        var taken = 0;
        var people = new Dictionary<Guid, byte[]>();
        await using (var command = new NpgsqlCommand(
            """
            with next as (delete from collection.look_alikes_missing where laborer in
                (select laborer from collection.look_alikes_missing limit $1 for update skip locked) returning laborer)
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
        batch.BatchCommands.Add(LookAlikes.KeepingOnce([.. laborers.Select(l => (l.Key, KeysOf(l.Key, l.Value, people[l.Key])))]));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return taken;
    }

    private IReadOnlyList<long> KeysOf(Guid id, Laborer laborer, byte[] wrappedKey)
    {
        try
        {
            return somebodies.Read(maker.Open(laborer, wrappedKey))?.Keys ?? [];
        }
        catch (SealBrokenException)
        {
            Broken(log, id);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "keys for look-alikes are not made yet; trying again")]
    private static partial void Failed(ILogger log, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "the form of laborer {Laborer} does not open: no keys for look-alikes")]
    private static partial void Broken(ILogger log, Guid laborer);
}
