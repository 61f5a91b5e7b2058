using System.Diagnostics;
using System.Text.Json;
using Guzhang.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Audit;

/// <summary>Writes audit rows. They commit with the action they speak of: pass the connection that holds its transaction.</summary>
public sealed class AuditTrail(NpgsqlDataSource database)
{
    /// <summary>Names that fit into one text of an entry: <c>fields</c>, <c>fields2</c>, and so on.</summary>
    private const int FieldsAtOnce = 6;

    /// <summary>Writes rows in the caller's transaction.</summary>
    /// <exception cref="ArgumentException">An entry names an unknown action, or holds something else than ids and codes.</exception>
    public static async Task Write(NpgsqlConnection connection, IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        if (entries.Select(e => e.Fault()).FirstOrDefault(f => f is not null) is { } fault)
        {
            throw new ArgumentException(fault, nameof(entries));
        }

        if (entries.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            insert into audit.entries (actor, role, division, action, subject, details, traceparent)
            select actor, role, division, action, subject, details::json, $7
            from unnest($1, $2, $3, $4, $5, $6) with ordinality as x (actor, role, division, action, subject, details, i) order by i
            """,
            connection);
        void Add(Func<AuditEntry, string?> value) =>
            command.Parameters.Add(new() { Value = entries.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        Add(e => e.Actor.Id);
        Add(e => e.Actor.Role);
        Add(e => e.Actor.Division);
        Add(e => e.Action);
        Add(e => e.Subject);
        Add(e => e.Details is { Count: > 0 } details ? JsonSerializer.Serialize(details, ContractJson.Options) : null);
        command.Parameters.Add(new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Writes one row in the caller's transaction.</summary>
    public static Task Write(NpgsqlConnection connection, AuditEntry entry, CancellationToken cancel) => Write(connection, [entry], cancel);

    /// <summary>Writes one row alone, for an action that changes nothing here: it is on record before its answer leaves.</summary>
    public async Task Write(AuditEntry entry, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await Write(connection, entry, cancel);
    }

    /// <summary>
    /// Records who is about to see personal data of whom: a row per person. <paramref name="fields"/> names what is shown, each in
    /// at most 30 characters; <paramref name="reason"/> is a code (for example <c>phone-check</c>), never a sentence.
    /// </summary>
    public static Task PersonalDataRead(
        NpgsqlConnection connection, Actor actor, IEnumerable<Guid> laborers, IEnumerable<string> fields, string reason, CancellationToken cancel)
    {
        var details = new Dictionary<string, string> { ["reason"] = reason };
        foreach (var (names, i) in fields.Chunk(FieldsAtOnce).Select((names, i) => (names, i)))
        {
            details[i == 0 ? "fields" : $"fields{i + 1}"] = string.Join(',', names);
        }

        return Write(connection, [.. laborers.Select(id => new AuditEntry(actor, AuditActions.PersonalDataRead, id.ToString(), details))], cancel);
    }
}
