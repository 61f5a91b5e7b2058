using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Verification.Work;

/// <summary>Rows of <c>verification.work</c>, read and written many at a time in the caller's transaction.</summary>
internal static class WorkTable
{
    public const string Columns =
        "laborer, form_year, form_version, town, village, collector, warnings::text, changed_fields::text, submitted_at, "
        + "state, refused_rule, decision, decided_by, reasons::text";

    /// <summary>Locks and reads the rows there are. Always in the order of ids, so that officers and events never deadlock.</summary>
    public static async Task<Dictionary<Guid, WorkItem>> Lock(IEnumerable<Guid> laborers, NpgsqlConnection connection, CancellationToken cancel)
    {
        // One index lookup each, in the array's order: given the choice, the planner goes through the whole table by its key.
        await using var command = new NpgsqlCommand(
            $"select {Columns} from unnest($1) as x (id) cross join lateral (select * from verification.work where laborer = x.id for update) as w", connection);
        command.Parameters.Add(new() { Value = laborers.Distinct().Order().ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return (await Read(reader, cancel)).ToDictionary(item => item.Laborer);
    }

    /// <summary>Rows of a query for <see cref="Columns"/>.</summary>
    public static async Task<List<WorkItem>> Read(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var items = new List<WorkItem>();
        while (await reader.ReadAsync(cancel))
        {
            items.Add(Item(reader));
        }

        return items;
    }

    /// <summary>Writes rows over those there are, in whichever schema.</summary>
    public static async Task Save(IReadOnlyCollection<WorkItem> items, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.work as w
                (laborer, form_year, form_version, town, village, collector, warnings, changed_fields, submitted_at,
                 state, refused_rule, decision, decision_kind, decided_by, reasons)
            select laborer, form_year, form_version, town, village, collector, warnings::json, changed_fields::json, submitted_at,
                   state, refused_rule, decision, kind, decided_by, reasons::json
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                as x (laborer, form_year, form_version, town, village, collector, warnings, changed_fields, submitted_at,
                      state, refused_rule, decision, kind, decided_by, reasons)
            on conflict (laborer) do update set
                form_year = excluded.form_year, form_version = excluded.form_version, town = excluded.town,
                village = excluded.village, collector = excluded.collector, warnings = excluded.warnings,
                changed_fields = excluded.changed_fields, submitted_at = excluded.submitted_at, state = excluded.state,
                refused_rule = excluded.refused_rule, decision = excluded.decision, decision_kind = excluded.decision_kind,
                decided_by = excluded.decided_by, reasons = excluded.reasons
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<WorkItem, T> value) =>
            command.Parameters.Add(new() { Value = items.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, i => i.Laborer);
        Add(NpgsqlDbType.Integer, i => i.FormYear);
        Add(NpgsqlDbType.Integer, i => i.FormVersion);
        Add(NpgsqlDbType.Text, i => i.Town);
        Add(NpgsqlDbType.Text, i => i.Village);
        Add(NpgsqlDbType.Text, i => i.Collector);
        Add(NpgsqlDbType.Text, i => Json(i.Warnings));
        Add(NpgsqlDbType.Text, i => Json(i.ChangedFields));
        Add(NpgsqlDbType.TimestampTz, i => i.SubmittedAt.ToUniversalTime());
        Add(NpgsqlDbType.Text, i => Text(i.State));
        Add(NpgsqlDbType.Text, i => i.RefusedRule);
        Add(NpgsqlDbType.Uuid, i => i.Decision?.Id);
        Add(NpgsqlDbType.Text, i => Kind(i.Decision));
        Add(NpgsqlDbType.Text, i => i.Decision?.Officer);
        Add(NpgsqlDbType.Text, i => i.Decision?.Reasons is { } reasons ? Json(reasons) : null);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Writes rows that are not there yet, in whichever schema.</summary>
    public static async Task Copy(IEnumerable<WorkItem> items, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"""
            copy {schema}.work (laborer, form_year, form_version, town, village, collector, warnings, changed_fields, submitted_at,
                state, refused_rule, decision, decision_kind, decided_by, reasons) from stdin (format binary)
            """,
            cancel);
        foreach (var i in items)
        {
            copy.StartRow();
            copy.Write(i.Laborer, NpgsqlDbType.Uuid);
            copy.Write(i.FormYear, NpgsqlDbType.Integer);
            copy.Write(i.FormVersion, NpgsqlDbType.Integer);
            copy.Write(i.Town, NpgsqlDbType.Text);
            copy.Write(i.Village, NpgsqlDbType.Text);
            copy.Write(i.Collector, NpgsqlDbType.Text);
            copy.Write(Json(i.Warnings), NpgsqlDbType.Json);
            copy.Write(Json(i.ChangedFields), NpgsqlDbType.Json);
            copy.Write(i.SubmittedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(Text(i.State), NpgsqlDbType.Text);
            copy.Write(i.RefusedRule, NpgsqlDbType.Text);
            copy.Write(i.Decision?.Id, NpgsqlDbType.Uuid);
            copy.Write(Kind(i.Decision), NpgsqlDbType.Text);
            copy.Write(i.Decision?.Officer, NpgsqlDbType.Text);
            copy.Write(i.Decision?.Reasons is { } reasons ? Json(reasons) : null, NpgsqlDbType.Json);
        }

        await copy.CompleteAsync(cancel);
    }

    private static string? Kind(Decision? decision) => decision is null ? null : decision.Reasons is null ? "confirm" : "return";

    /// <summary>As the column and the endpoint spell it.</summary>
    public static string Text(WorkState state) => state switch
    {
        WorkState.Waiting => "waiting",
        WorkState.Decided => "decided",
        WorkState.Confirmed => "confirmed",
        _ => "returned",
    };

    private static WorkItem Item(NpgsqlDataReader row) => new()
    {
        Laborer = row.GetGuid(0),
        FormYear = row.GetInt32(1),
        FormVersion = row.GetInt32(2),
        Town = row.GetString(3),
        Village = row.IsDBNull(4) ? null : row.GetString(4),
        Collector = row.GetString(5),
        Warnings = Parse<Warning[]>(row.GetString(6)),
        ChangedFields = Parse<string[]>(row.GetString(7)),
        SubmittedAt = row.GetFieldValue<DateTimeOffset>(8),
        State = Enum.Parse<WorkState>(row.GetString(9), ignoreCase: true),
        RefusedRule = row.IsDBNull(10) ? null : row.GetString(10),
        Decision = row.IsDBNull(11)
            ? null
            : new Decision(row.GetGuid(11), row.GetString(12), row.IsDBNull(13) ? null : Parse<string[]>(row.GetString(13))),
    };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ContractJson.Options);

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, ContractJson.Options)!;
}
