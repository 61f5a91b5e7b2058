using Guzhang.Collection.Sealing;
using Npgsql;

namespace Guzhang.Collection.Laborers;

/// <summary>Keyed codes that are kept of everybody on record.</summary>
/// <param name="Missing">Table of those of whom they are not kept yet.</param>
/// <param name="Of">The codes, from the text of the newest form.</param>
/// <param name="Keeping">The statement that keeps them.</param>
internal sealed record KeptKeys(
    string Missing, Func<IReadOnlyDictionary<string, string>, IReadOnlyList<long>> Of,
    Func<IReadOnlyCollection<(Guid Laborer, IReadOnlyList<long> Keys)>, NpgsqlBatchCommand> Keeping);

/// <summary>Makes the codes of people who came on record before there were any, some at a time, from their newest forms.</summary>
internal sealed partial class KeysBacklog(KeptKeys kept, NpgsqlDataSource database, Register register, FormMaker maker, ILogger<KeysBacklog> log) : BackgroundService
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
                Failed(log, kept.Missing, failure);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        // Their rows are locked, so that no name changes meanwhile, and nobody is erased.
        var people = new Dictionary<Guid, byte[]>();
#pragma warning disable CA2100 // The table's name is ours.
        await using (var command = new NpgsqlCommand(
            $"""
            with next as (delete from {kept.Missing} where laborer in
                (select laborer from {kept.Missing} limit $1 for update skip locked) returning laborer)
            select l.laborer, k.wrapped from next join collection.laborers l using (laborer) join collection.person_keys k using (laborer)
            order by l.laborer for update of l
            """,
            connection))
#pragma warning restore CA2100
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
        batch.BatchCommands.Add(kept.Keeping([.. laborers.Select(l => (l.Key, Of(l.Key, l.Value, people[l.Key])))]));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return people.Count;
    }

    /// <summary>Whose form does not open is found by nothing; the others are not to wait for that.</summary>
    private IReadOnlyList<long> Of(Guid id, Laborer laborer, byte[] wrappedKey)
    {
        try
        {
            return kept.Of(maker.Open(id, laborer, wrappedKey));
        }
        catch (SealBrokenException broken)
        {
            Broken(log, kept.Missing, broken);
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "keys of {Missing} are not made yet; trying again")]
    private static partial void Failed(ILogger log, string missing, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "no keys of {Missing} for somebody whose form does not open")]
    private static partial void Broken(ILogger log, string missing, Exception broken);
}
