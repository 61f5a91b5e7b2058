using System.Text.Json;
using Guzhang.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Subsidy.People;

/// <summary>Rows of <c>subsidy.people</c>, read and written many at a time in the caller's transaction.</summary>
internal static class PeopleTable
{
    /// <summary>Locks and reads the rows there are, always in the order of ids.</summary>
    public static async Task<Dictionary<(Guid Laborer, int FormYear), Person>> Lock(
        IEnumerable<(Guid Laborer, int FormYear)> people, NpgsqlConnection connection, CancellationToken cancel)
    {
        var ids = people.Distinct().Order().ToList();
        await using var command = new NpgsqlCommand(
            """
            select p.known::text from unnest($1, $2) as x (laborer, form_year) cross join lateral
                (select known from subsidy.people where laborer = x.laborer and form_year = x.form_year for update) as p
            """,
            connection);
        command.Parameters.Add(new() { Value = ids.Select(id => id.Laborer).ToArray() });
        command.Parameters.Add(new() { Value = ids.Select(id => id.FormYear).ToArray() });
        return (await Read(command, cancel)).ToDictionary(p => (p.Laborer, p.FormYear));
    }

    /// <summary>Locks and reads some of the confirmed people whom another policy screened last.</summary>
    public static async Task<List<Person>> LockScreenedByOthers(string policy, int most, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select known::text from subsidy.people where screened_by <> $1 order by laborer, form_year limit $2 for update", connection);
        command.Parameters.Add(new() { Value = policy });
        command.Parameters.Add(new() { Value = most });
        return await Read(command, cancel);
    }

    /// <summary>Everything about one person, the newest year first.</summary>
    public static async Task<List<Person>> Of(Guid laborer, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select known::text from subsidy.people where laborer = $1 order by form_year desc", connection);
        command.Parameters.Add(new() { Value = laborer });
        return await Read(command, cancel);
    }

    /// <summary>Writes rows over those there are, in whichever schema; who is confirmed counts as screened by <paramref name="policy"/>.</summary>
    public static async Task Save(IReadOnlyCollection<Person> people, string policy, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.people (laborer, form_year, screened_by, known)
            select laborer, form_year, screened_by, known::json from unnest($1, $2, $3, $4) as x (laborer, form_year, screened_by, known)
            on conflict (laborer, form_year) do update set screened_by = excluded.screened_by, known = excluded.known
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<Person, T> value) =>
            command.Parameters.Add(new() { Value = people.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, p => p.Laborer);
        Add(NpgsqlDbType.Integer, p => p.FormYear);
        Add(NpgsqlDbType.Text, p => p.Confirmed is null ? null : policy);
        Add(NpgsqlDbType.Text, p => JsonSerializer.Serialize(p, ContractJson.Options));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<List<Person>> Read(NpgsqlCommand command, CancellationToken cancel)
    {
        var people = new List<Person>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            people.Add(JsonSerializer.Deserialize<Person>(reader.GetString(0), ContractJson.Options)!);
        }

        return people;
    }
}
