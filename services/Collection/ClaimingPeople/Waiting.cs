using System.Text.Json;
using Guzhang.Collection.Laborers;
using Guzhang.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Collection.ClaimingPeople;

/// <summary>First forms on their way into a journal that doesn't commit with the register: written down before the first step, gone with the last.</summary>
internal sealed class Waiting(NpgsqlDataSource database)
{
    public async Task Add(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "insert into collection.waiting_forms (laborer, form) select * from unnest($1, $2) on conflict do nothing");
        command.Parameters.Add(new() { Value = forms.Select(f => f.Laborer).ToArray() });
        command.Parameters.Add(new()
        {
            Value = forms.Select(f => JsonSerializer.Serialize(f, ContractJson.Options)).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Json,
        });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Those of the given laborers that wait.</summary>
    public Task<List<FormToStore>> Of(IReadOnlyCollection<Guid> laborers, CancellationToken cancel) =>
        Read("where laborer = any ($1)", laborers.ToArray(), cancel);

    /// <summary>Some that have waited so long that nobody is at them any more.</summary>
    public Task<List<FormToStore>> Left(TimeSpan since, CancellationToken cancel) =>
        Read("where made_at < clock_timestamp() - $1 order by made_at limit 200", since, cancel);

    /// <summary>Ends the waiting, in the transaction that ends what it was for.</summary>
    public static NpgsqlBatchCommand Ending(IReadOnlyCollection<Guid> laborers) =>
        new("delete from collection.waiting_forms where laborer = any ($1)") { Parameters = { new() { Value = laborers.ToArray() } } };

    public async Task End(IReadOnlyCollection<Guid> laborers, CancellationToken cancel)
    {
        if (laborers.Count > 0)
        {
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(Ending(laborers));
            await batch.ExecuteNonQueryAsync(cancel);
        }
    }

    private async Task<List<FormToStore>> Read(string which, object value, CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"select form::text from collection.waiting_forms {which}");
        command.Parameters.Add(new() { Value = value });
        var forms = new List<FormToStore>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            forms.Add(JsonSerializer.Deserialize<FormToStore>(reader.GetString(0), ContractJson.Options)!);
        }

        return forms;
    }
}
