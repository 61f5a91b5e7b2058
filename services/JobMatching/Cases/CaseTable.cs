using System.Collections.Immutable;
using Guzhang.Contracts.JobMatching;
using Guzhang.Journal.Clock;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.JobMatching.Cases;

/// <summary>Rows of <c>jobmatching.cases</c>, read and written many at a time in the caller's transaction.</summary>
internal static class CaseTable
{
    public const string Columns =
        "id, laborer, form_year, state, town, village, not_picky, stage, breach, in_time, officer, first_reported_at, returned_on, "
        + "out_of_work_since, stages, limit_hours, policy, closed_at, version";

    /// <summary>
    /// For a transaction outside the inbox that locks people before cases: a rebuild locks both tables whole, in the order of
    /// their names, and each would wait for the other.
    /// </summary>
    public static async Task InOrderOfRebuild(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("lock table jobmatching.cases, jobmatching.people in row share mode", connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Locks and reads the open cases of these people, by person; their rows of people are locked before.</summary>
    public static async Task<Dictionary<Guid, Case>> LockOpen(IEnumerable<Guid> laborers, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select c.* from unnest($1) as x (id) cross join lateral
                (select {Columns} from jobmatching.cases where laborer = x.id and state = 'open' for update) as c
            """,
            connection);
        command.Parameters.Add(new() { Value = laborers.Distinct().Order().ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return (await Read(reader, cancel)).ToDictionary(c => c.Laborer);
    }

    /// <summary>Locks and reads one case.</summary>
    public static async Task<Case?> Lock(Guid id, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select {Columns} from jobmatching.cases where id = $1 for update", connection);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return (await Read(reader, cancel)).SingleOrDefault();
    }

    /// <summary>Locks and reads some cases that are due, leaving out those that somebody else has locked.</summary>
    public static async Task<List<Case>> LockDue(DateTimeOffset now, int most, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from jobmatching.cases where next_due <= $1 order by next_due limit $2 for update skip locked", connection);
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await Read(reader, cancel);
    }

    /// <summary>Rows of a query for <see cref="Columns"/>.</summary>
    public static async Task<List<Case>> Read(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var cases = new List<Case>();
        while (await reader.ReadAsync(cancel))
        {
            cases.Add(Row(reader));
        }

        return cases;
    }

    /// <summary>Writes rows over those there are, in whichever schema.</summary>
    public static async Task Save(IEnumerable<Case> cases, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
        // A person's closed case before the next one: only one may be open.
        var rows = cases.OrderBy(c => c.IsOpen).ToList();
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.cases ({Columns}, next_due)
            select id, laborer, form_year, state, town, village, not_picky, stage, breach, in_time, officer, first_reported_at, returned_on,
                   out_of_work_since, string_to_array(stages, ',')::int[], limit_hours, policy, closed_at, version, next_due
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
                as x (id, laborer, form_year, state, town, village, not_picky, stage, breach, in_time, officer, first_reported_at, returned_on,
                      out_of_work_since, stages, limit_hours, policy, closed_at, version, next_due)
            on conflict (id) do update set
                state = excluded.state, town = excluded.town, village = excluded.village, not_picky = excluded.not_picky, stage = excluded.stage,
                breach = excluded.breach, in_time = excluded.in_time, officer = excluded.officer, closed_at = excluded.closed_at,
                version = excluded.version, next_due = excluded.next_due
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<Case, T> value) =>
            command.Parameters.Add(new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, c => c.Id);
        Add(NpgsqlDbType.Uuid, c => c.Laborer);
        Add(NpgsqlDbType.Integer, c => c.FormYear);
        Add(NpgsqlDbType.Text, c => c.Standing.State);
        Add(NpgsqlDbType.Text, c => c.Standing.Town);
        Add(NpgsqlDbType.Text, c => c.Standing.Village);
        Add(NpgsqlDbType.Boolean, c => c.Standing.NotPicky);
        Add(NpgsqlDbType.Integer, c => c.Standing.Stage);
        Add(NpgsqlDbType.Boolean, c => c.Standing.Breach);
        Add(NpgsqlDbType.Boolean, c => c.Standing.InTime);
        Add(NpgsqlDbType.Text, c => c.Officer);
        Add(NpgsqlDbType.TimestampTz, c => c.FirstReportedAt.ToUniversalTime());
        Add(NpgsqlDbType.Text, c => c.ReturnedOn);
        Add(NpgsqlDbType.Text, c => c.OutOfWorkSince);
        Add(NpgsqlDbType.Text, c => string.Join(',', c.Stages));
        Add(NpgsqlDbType.Integer, c => c.LimitHours);
        Add(NpgsqlDbType.Text, c => c.Policy);
        Add(NpgsqlDbType.TimestampTz, c => c.ClosedAt?.ToUniversalTime());
        Add(NpgsqlDbType.Bigint, c => c.Version);
        Add(NpgsqlDbType.TimestampTz, c => c.NextDue?.ToUniversalTime());
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static Case Row(NpgsqlDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        DateTimeOffset Moment(int column) => TimeZoneInfo.ConvertTime(row.GetFieldValue<DateTimeOffset>(column), BusinessClock.China);
        return new Case
        {
            Id = row.GetGuid(0),
            Laborer = row.GetGuid(1),
            FormYear = row.GetInt32(2),
            Standing = new CaseStanding
            {
                State = row.GetString(3),
                Town = row.GetString(4),
                Village = Text(5),
                NotPicky = row.GetBoolean(6),
                Stage = row.GetInt32(7),
                Breach = row.GetBoolean(8),
                InTime = row.IsDBNull(9) ? null : row.GetBoolean(9),
            },
            Officer = Text(10),
            FirstReportedAt = Moment(11),
            ReturnedOn = Text(12),
            OutOfWorkSince = Text(13),
            Stages = ImmutableArray.Create(row.GetFieldValue<int[]>(14)),
            LimitHours = row.GetInt32(15),
            Policy = row.GetString(16),
            ClosedAt = row.IsDBNull(17) ? null : Moment(17),
            Version = row.GetInt64(18),
        };
    }
}
