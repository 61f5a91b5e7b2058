using System.Globalization;
using System.Text.Json;
using Guzhang.Audit;
using Guzhang.Contracts;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Collection.RecordingReads;

/// <summary>
/// The record of who took personal data out, when, why and of how many people, with its row of the audit log. It is written
/// before the data leaves.
/// </summary>
internal sealed class Reads(NpgsqlDataSource database, BusinessClock clock)
{
    public async Task Record(Caller caller, string what, string reason, object selection, int people, CancellationToken cancel)
    {
        var read = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var command = new NpgsqlCommand(
            "insert into collection.reads (read, officer, role, at, what, reason, selection, people) values ($1, $2, $3, $4, $5, $6, $7, $8)", connection);
        command.Parameters.Add(new() { Value = read });
        command.Parameters.Add(new() { Value = caller.Id });
        command.Parameters.Add(new() { Value = caller.Role });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = what });
        command.Parameters.Add(new() { Value = reason });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(selection, ContractJson.Options), NpgsqlDbType = NpgsqlDbType.Json });
        command.Parameters.Add(new() { Value = people });
        await command.ExecuteNonQueryAsync(cancel);
        var details = new Dictionary<string, string> { ["what"] = what, ["people"] = people.ToString(CultureInfo.InvariantCulture) };
        await AuditTrail.Write(connection, new AuditEntry(new Actor(caller.Id, caller.Role, caller.Division), AuditActions.Export, read.ToString(), details), cancel);
        await transaction.CommitAsync(cancel);
    }
}
