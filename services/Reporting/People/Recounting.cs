using Guzhang.Reporting.Policy;
using Npgsql;

namespace Guzhang.Reporting.People;

/// <summary>A changed counting policy decides anew about everybody, from the facts, before the service answers.</summary>
public sealed class Recounting(NpgsqlDataSource database, CountyPolicy policy, PeopleTable people)
{
    private const int Chunk = 500;

    /// <summary>Brings rows that another policy decided under the present one.</summary>
    public async Task Run(CancellationToken cancel)
    {
        while (await Step(cancel) > 0)
        {
        }
    }

    private async Task<int> Step(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var ids = new List<(Guid, int)>();
        await using (var command = new NpgsqlCommand(
            "select laborer, form_year from reporting.people where policy <> $1 order by laborer, form_year limit $2 for update", connection))
        {
            command.Parameters.Add(new() { Value = policy.CountingIdentity });
            command.Parameters.Add(new() { Value = Chunk });
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                ids.Add((reader.GetGuid(0), reader.GetInt32(1)));
            }
        }

        if (ids.Count > 0)
        {
            await people.Renew(ids, connection, cancel);
        }

        await transaction.CommitAsync(cancel);
        return ids.Count;
    }
}
