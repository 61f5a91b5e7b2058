using Guzhang.Collection.Laborers;
using Npgsql;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>Makes the keys of people who came on record before there were any, some at a time, from their newest forms.</summary>
internal sealed partial class LookAlikeBacklog(
    NpgsqlDataSource database, Register register, FormMaker maker, Somebodies somebodies, ILogger<LookAlikeBacklog> log) : BackgroundService
{
    private const int Chunk = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await Step(stoppingToken) > 0)
                {
                }

                return;
            }
            catch (NpgsqlException failure)
            {
                Failed(log, failure);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        // Their rows are locked, so that no name changes meanwhile.
        var people = new Dictionary<Guid, byte[]>();
        await using (var command = new NpgsqlCommand(
            """
            with next as (delete from collection.look_alikes_missing where laborer in
                (select laborer from collection.look_alikes_missing limit $1 for update skip locked) returning laborer)
            select l.laborer, k.wrapped from next join collection.laborers l using (laborer) join collection.person_keys k using (laborer)
            order by l.laborer for update of l
            """,
            connection))
        {
            command.Parameters.Add(new() { Value = Chunk });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                people.Add(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
            }
        }

        var laborers = await register.Load(people.Keys, cancel);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(LookAlikes.Keeping(
            [.. laborers.Select(l => (l.Key, somebodies.Read(maker.Open(l.Value, people[l.Key]))?.Keys ?? []))]));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return people.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "keys for look-alikes are not made yet; trying again")]
    private static partial void Failed(ILogger log, Exception failure);
}
