using System.Text.Json;
using Guzhang.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Subsidy.People;

/// <summary>Rows of <c>subsidy.people</c>, read and written many at a time in the caller's transaction.</summary>
internal static class PeopleTable
{
    /// <summary>Locks and reads all years of these people, by person and form year; always in the order of ids and years.</summary>
    public static async Task<Dictionary<Guid, Dictionary<int, Person>>> Lock(
        IEnumerable<Guid> laborers, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            select p.known::text from unnest($1) as x (laborer) cross join lateral
                (select known from subsidy.people where laborer = x.laborer order by form_year for update) as p
            """,
            connection);
        command.Parameters.Add(new() { Value = laborers.Distinct().Order().ToArray() });
        return (await Read(command, cancel)).GroupBy(p => p.Laborer).ToDictionary(g => g.Key, g => g.ToDictionary(p => p.FormYear));
    }

    /// <summary>Some of the people of whom another policy screened a year last. Two ranges, so that the index finds nobody quickly.</summary>
    public static async Task<List<Guid>> ScreenedByOthers(string policy, int most, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            "select distinct laborer from (select laborer from subsidy.people where screened_by < $1 or screened_by > $1 limit $2) as others", connection);
        command.Parameters.Add(new() { Value = policy });
        command.Parameters.Add(new() { Value = most });
        var laborers = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            laborers.Add(reader.GetGuid(0));
        }

        return laborers;
    }

    /// <summary>Everything about one person, the newest year first.</summary>
    public static async Task<List<Person>> Of(Guid laborer, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select known::text from subsidy.people where laborer = $1 order by form_year desc", connection);
        command.Parameters.Add(new() { Value = laborer });
        return await Read(command, cancel);
    }

    /// <summary>Writes rows over those there are, in whichever schema. Where <paramref name="screenedBy"/> says nothing, it stays as it was.</summary>
    public static async Task Save(
        IReadOnlyCollection<Person> people, Func<Person, string?> screenedBy, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.people as p (laborer, form_year, screened_by, known)
            select laborer, form_year, screened_by, known::json from unnest($1, $2, $3, $4) as x (laborer, form_year, screened_by, known)
            on conflict (laborer, form_year) do update set screened_by = coalesce(excluded.screened_by, p.screened_by), known = excluded.known
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<Person, T> value) =>
            command.Parameters.Add(new() { Value = people.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, p => p.Laborer);
        Add(NpgsqlDbType.Integer, p => p.FormYear);
        Add(NpgsqlDbType.Text, screenedBy);
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
