using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Reporting.Policy;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.People;

/// <summary>Makes rows of <c>reporting.people</c> from the facts, many at a time, in the caller's transaction.</summary>
public sealed class PeopleTable(CountyPolicy policy)
{
    private const string Asked = "unnest($1, $2) as x (laborer, form_year) join reporting.facts f using (laborer, form_year)";

    /// <summary>Brings the rows of these people up to what the facts say now.</summary>
    public async Task Renew(IEnumerable<(Guid Laborer, int FormYear)> people, NpgsqlConnection connection, CancellationToken cancel)
    {
        // Rows are written in the order of ids, here and in Recounting, so that the two never deadlock.
        var ids = people.Distinct().Order().ToList();
        var known = await Known(ids, connection, cancel);
        var home = known.Where(p => p.Confirmed is { Working: false }).Select(p => (p.Laborer, p.FormYear)).ToList();
        var away = home.Count == 0 ? [] : await LastAway(home, connection, cancel);
        var rows = known
            .Select(p => away.TryGetValue((p.Laborer, p.FormYear), out var last) ? p with { LastAway = PersonFacts.Work(last) } : p)
            .Select(p => PersonRow.From(p, policy.CountingOf(p.FormYear))).ToList();
        await Save(rows, "reporting", connection, cancel);
    }

    private static async Task<List<PersonFacts>> Known(
        List<(Guid Laborer, int FormYear)> ids, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select x.laborer, x.form_year, f.key, f.value::text from {Asked} where f.key in ('form', 'confirmed', 'returned') and f.known_to = 'infinity'", connection);
        Ask(command, ids);
        var known = new Dictionary<(Guid, int), PersonFacts>(ids.Count);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (id, key, value) = ((reader.GetGuid(0), reader.GetInt32(1)), reader.GetString(2), reader.GetString(3));
            var before = known.GetValueOrDefault(id) ?? new PersonFacts(id.Item1, id.Item2);
            known[id] = before.After(key switch
            {
                "form" => Read<FormSubmitted>(value),
                "confirmed" => Read<FormConfirmed>(value),
                _ => Read<FormReturned>(value),
            });
        }

        return [.. ids.Where(known.ContainsKey).Select(id => known[id]).Where(p => p.FormVersion > 0)];
    }

    private static async Task<Dictionary<(Guid, int), FormFacts>> LastAway(
        List<(Guid Laborer, int FormYear)> ids, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select distinct on (x.laborer, x.form_year) x.laborer, x.form_year, (f.value -> 'facts')::text from {Asked}
            where f.key = 'confirmed' and (f.value -> 'facts' ->> 'working')::boolean
            order by x.laborer, x.form_year, f.seq desc
            """,
            connection);
        Ask(command, ids);
        var last = new Dictionary<(Guid, int), FormFacts>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            last[(reader.GetGuid(0), reader.GetInt32(1))] = Read<FormFacts>(reader.GetString(2));
        }

        return last;
    }

    /// <summary>Writes rows over those there are, in whichever schema.</summary>
    internal async Task Save(IReadOnlyList<PersonRow> rows, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.people as p
                (laborer, form_year, form_version, town, village, state, warned, category, place, working_now, policy)
            select x.*, $11 from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as x
            on conflict (laborer, form_year) do update set
                form_version = excluded.form_version, town = excluded.town, village = excluded.village, state = excluded.state,
                warned = excluded.warned, category = excluded.category, place = excluded.place,
                working_now = excluded.working_now, policy = excluded.policy
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<PersonRow, T> value) =>
            command.Parameters.Add(new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, r => r.Laborer);
        Add(NpgsqlDbType.Integer, r => r.FormYear);
        Add(NpgsqlDbType.Integer, r => r.FormVersion);
        Add(NpgsqlDbType.Text, r => r.Town);
        Add(NpgsqlDbType.Text, r => r.Village);
        Add(NpgsqlDbType.Text, r => r.State);
        Add(NpgsqlDbType.Boolean, r => r.Warned);
        Add(NpgsqlDbType.Text, r => r.Category);
        Add(NpgsqlDbType.Text, r => r.Place);
        Add(NpgsqlDbType.Boolean, r => r.WorkingNow);
        command.Parameters.Add(new() { Value = policy.CountingIdentity });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void Ask(NpgsqlCommand command, List<(Guid Laborer, int FormYear)> ids)
    {
        command.Parameters.Add(new() { Value = ids.Select(id => id.Laborer).ToArray() });
        command.Parameters.Add(new() { Value = ids.Select(id => id.FormYear).ToArray() });
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, ContractJson.Options)!;
}
