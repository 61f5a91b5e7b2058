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
/// The record of who took personal data out or saw it, when, why and of whom, with its rows of the audit log. It is written
/// before the data leaves.
/// </summary>
internal sealed class Reads(NpgsqlDataSource database, BusinessClock clock)
{
    /// <summary>A file of many people.</summary>
    public Task Record(Caller caller, string what, string reason, object selection, int people, CancellationToken cancel) =>
        Write(caller, what, reason, selection, people, (read, connection) => Page(connection, caller, AuditActions.Export, read, what, people, cancel), cancel);

    /// <summary>A page of masked rows: one record, one row of the audit log.</summary>
    public Task Masked(Caller caller, string what, string reason, object selection, int people, CancellationToken cancel) =>
        Write(caller, what, reason, selection, people, (read, connection) => Page(connection, caller, AuditActions.PersonalDataRead, read, what, people, cancel), cancel);

    /// <summary>Fields of one person in the clear. The audit log has the record's id for the reason, which is a sentence.</summary>
    public Task Revealed(Caller caller, Guid laborer, IReadOnlyList<string> fields, string reason, CancellationToken cancel) =>
        Write(
            caller, "reveal", reason, new { laborer, fields }, 1,
            (read, connection) => AuditTrail.PersonalDataRead(connection, caller.AsActor(), [laborer], fields, read.ToString(), cancel), cancel);

    private static Task Page(NpgsqlConnection connection, Caller caller, string action, Guid read, string what, int people, CancellationToken cancel)
    {
        var details = new Dictionary<string, string> { ["what"] = what, ["people"] = people.ToString(CultureInfo.InvariantCulture) };
        return AuditTrail.Write(connection, new AuditEntry(caller.AsActor(), action, read.ToString(), details), cancel);
    }

    private async Task Write(
        Caller caller, string what, string reason, object selection, int people, Func<Guid, NpgsqlConnection, Task> audit, CancellationToken cancel)
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
        await audit(read, connection);
        await transaction.CommitAsync(cancel);
    }
}
