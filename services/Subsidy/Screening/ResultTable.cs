using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Subsidy;
using Guzhang.Subsidy.People;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Subsidy.Screening;

/// <summary>How somebody was screened for a scheme last, and since when it is so.</summary>
public sealed record Result(QualificationChanged Said, DateTimeOffset Since);

/// <summary>Rows of <c>subsidy.results</c>, read and written many at a time in the caller's transaction.</summary>
internal static class ResultTable
{
    public const string Columns = "laborer, form_year, scheme, town, village, qualifies, form_version, policy, conditions::text, since";

    /// <summary>What stands of these people, by person, year and scheme.</summary>
    public static async Task<Dictionary<(Guid Laborer, int FormYear, string Scheme), Result>> Of(
        IEnumerable<Person> people, NpgsqlConnection connection, CancellationToken cancel)
    {
        var ids = people.Select(p => (p.Laborer, p.FormYear)).Distinct().ToList();
        await using var command = new NpgsqlCommand(
            $"select {Columns} from unnest($1, $2) as x (laborer, form_year) join subsidy.results using (laborer, form_year)", connection);
        command.Parameters.Add(new() { Value = ids.Select(id => id.Laborer).ToArray() });
        command.Parameters.Add(new() { Value = ids.Select(id => id.FormYear).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return (await Read(reader, cancel)).ToDictionary(r => (r.Said.Laborer, r.Said.FormYear, r.Said.Scheme));
    }

    /// <summary>Rows of a query for <see cref="Columns"/>.</summary>
    public static async Task<List<Result>> Read(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var results = new List<Result>();
        while (await reader.ReadAsync(cancel))
        {
            results.Add(new Result(
                new QualificationChanged
                {
                    Laborer = reader.GetGuid(0),
                    FormYear = reader.GetInt32(1),
                    Scheme = reader.GetString(2),
                    Town = reader.GetString(3),
                    Village = await reader.IsDBNullAsync(4, cancel) ? null : reader.GetString(4),
                    Qualifies = reader.GetBoolean(5),
                    FormVersion = reader.GetInt32(6),
                    Policy = reader.GetString(7),
                    Conditions = JsonSerializer.Deserialize<ConditionOutcome[]>(reader.GetString(8), ContractJson.Options)!,
                },
                reader.GetFieldValue<DateTimeOffset>(9)));
        }

        return results;
    }

    /// <summary>Writes rows over those there are, in whichever schema.</summary>
    public static async Task Save(IReadOnlyCollection<Result> results, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.results (laborer, form_year, scheme, town, village, qualifies, form_version, policy, conditions, since)
            select laborer, form_year, scheme, town, village, qualifies, form_version, policy, conditions::json, since
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                as x (laborer, form_year, scheme, town, village, qualifies, form_version, policy, conditions, since)
            on conflict (laborer, form_year, scheme) do update set
                town = excluded.town, village = excluded.village, qualifies = excluded.qualifies, form_version = excluded.form_version,
                policy = excluded.policy, conditions = excluded.conditions, since = excluded.since
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<Result, T> value) =>
            command.Parameters.Add(new() { Value = results.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, r => r.Said.Laborer);
        Add(NpgsqlDbType.Integer, r => r.Said.FormYear);
        Add(NpgsqlDbType.Text, r => r.Said.Scheme);
        Add(NpgsqlDbType.Text, r => r.Said.Town);
        Add(NpgsqlDbType.Text, r => r.Said.Village);
        Add(NpgsqlDbType.Boolean, r => r.Said.Qualifies);
        Add(NpgsqlDbType.Integer, r => r.Said.FormVersion);
        Add(NpgsqlDbType.Text, r => r.Said.Policy);
        Add(NpgsqlDbType.Text, r => JsonSerializer.Serialize(r.Said.Conditions, ContractJson.Options));
        Add(NpgsqlDbType.TimestampTz, r => r.Since.ToUniversalTime());
        await command.ExecuteNonQueryAsync(cancel);
    }
}
