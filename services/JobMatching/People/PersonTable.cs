using Npgsql;
using NpgsqlTypes;

namespace Guzhang.JobMatching.People;

/// <summary>Rows of <c>jobmatching.people</c>, read and written many at a time in the caller's transaction.</summary>
internal static class PersonTable
{
    /// <summary>Locks and reads the rows there are, always in the order of ids, and before any case's.</summary>
    public static async Task<Dictionary<Guid, Person>> Lock(IEnumerable<Guid> laborers, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            select p.* from unnest($1) as x (id) cross join lateral
                (select laborer, form_year, form_version, form_at, town, village, newest_status, confirmed_status
                 from jobmatching.people where laborer = x.id for update) as p
            """,
            connection);
        command.Parameters.Add(new() { Value = laborers.Distinct().Order().ToArray() });
        var people = new Dictionary<Guid, Person>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            people[reader.GetGuid(0)] = new Person
            {
                Laborer = reader.GetGuid(0),
                FormYear = reader.GetInt32(1),
                FormVersion = reader.GetInt32(2),
                FormAt = reader.GetFieldValue<DateTimeOffset>(3),
                Town = reader.GetString(4),
                Village = await reader.IsDBNullAsync(5, cancel) ? null : reader.GetString(5),
                NewestStatus = await reader.IsDBNullAsync(6, cancel) ? null : reader.GetString(6),
                ConfirmedStatus = await reader.IsDBNullAsync(7, cancel) ? null : reader.GetString(7),
            };
        }

        return people;
    }

    /// <summary>Writes rows over those there are, in whichever schema.</summary>
    public static async Task Save(IReadOnlyCollection<Person> people, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.people (laborer, form_year, form_version, form_at, town, village, newest_status, confirmed_status)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (laborer) do update set
                form_year = excluded.form_year, form_version = excluded.form_version, form_at = excluded.form_at,
                town = excluded.town, village = excluded.village, newest_status = excluded.newest_status, confirmed_status = excluded.confirmed_status
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<Person, T> value) =>
            command.Parameters.Add(new() { Value = people.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, p => p.Laborer);
        Add(NpgsqlDbType.Integer, p => p.FormYear);
        Add(NpgsqlDbType.Integer, p => p.FormVersion);
        Add(NpgsqlDbType.TimestampTz, p => p.FormAt.ToUniversalTime());
        Add(NpgsqlDbType.Text, p => p.Town);
        Add(NpgsqlDbType.Text, p => p.Village);
        Add(NpgsqlDbType.Text, p => p.NewestStatus);
        Add(NpgsqlDbType.Text, p => p.ConfirmedStatus);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
