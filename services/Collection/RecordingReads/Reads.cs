using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Collection.RecordingReads;

/// <summary>The record of who took personal data out, when, why and of how many people. It is written before the data leaves.</summary>
internal sealed class Reads(NpgsqlDataSource database, BusinessClock clock)
{
    public async Task Record(Caller caller, string what, string reason, object selection, int people, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "insert into collection.reads (read, officer, role, at, what, reason, selection, people) values ($1, $2, $3, $4, $5, $6, $7, $8)");
        command.Parameters.Add(new() { Value = Guid.CreateVersion7() });
        command.Parameters.Add(new() { Value = caller.Id });
        command.Parameters.Add(new() { Value = caller.Role });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = what });
        command.Parameters.Add(new() { Value = reason });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(selection, ContractJson.Options), NpgsqlDbType = NpgsqlDbType.Json });
        command.Parameters.Add(new() { Value = people });
        await command.ExecuteNonQueryAsync(cancel);
    }
}
