using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.Laborers;
using Guzhang.Journal;
using Npgsql;

namespace Guzhang.Collection.ClaimingPeople;

/// <summary>Brings a row of the register to what the laborer's stream says, where a process stopped between the two.</summary>
internal sealed class RegisterMending(NpgsqlDataSource database, IServiceJournal journal, FormMaker maker, Somebodies somebodies, SearchKeys search)
{
    /// <summary>True where the row was behind.</summary>
    public async Task<bool> Mend(Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Lock(id, connection, cancel) is not var (version, wrappedKey))
        {
            return false;
        }

        var laborer = Laborer.Fold(await journal.ReadStream(LaborerEvents.Stream(id), 0, int.MaxValue, cancel));
        if (laborer.StreamVersion <= version || laborer.Form is not { } form)
        {
            return false;
        }

        var text = maker.Open(id, laborer, wrappedKey);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            update collection.laborers set form_year = $2, form_version = $3, stream_version = $4, state = $5, town = $6, village = $7, content = $8
            where laborer = $1
            """)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = form.FormYear }, new() { Value = form.FormVersion }, new() { Value = laborer.StreamVersion },
                new() { Value = laborer.State.ToString() }, new() { Value = form.Town }, new() { Value = (object?)form.Village ?? DBNull.Value },
                new() { Value = maker.Content(text) },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from collection.look_alikes where laborer = $1") { Parameters = { new() { Value = id } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from collection.search_keys where laborer = $1") { Parameters = { new() { Value = id } } });
        batch.BatchCommands.Add(LookAlikes.Keeping([(id, somebodies.Read(text)?.Keys ?? [])]));
        batch.BatchCommands.Add(SearchKeys.Keeping([(id, search.Of(text))]));
        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static async Task<(long Version, byte[] WrappedKey)?> Lock(Guid id, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select l.stream_version, k.wrapped from collection.laborers l join collection.person_keys k using (laborer) where l.laborer = $1 for update of l", connection);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }
}
