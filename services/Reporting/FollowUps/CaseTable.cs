using Guzhang.Contracts.JobMatching;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.FollowUps;

/// <summary>Rows of <c>reporting.cases</c>, written many at a time in the caller's transaction.</summary>
internal static class CaseTable
{
    /// <summary>Writes how each case stands after its newest event over the row there is, in whichever schema.</summary>
    public static async Task Save(IEnumerable<CaseEvent> events, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
        var rows = events.GroupBy(e => e.Case).Select(g => g.Last()).ToList();
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.cases (id, laborer, form_year, town, village, state, in_time, breach)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (id) do update set
                town = excluded.town, village = excluded.village, state = excluded.state, in_time = excluded.in_time, breach = excluded.breach
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<CaseEvent, T> value) =>
            command.Parameters.Add(new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, e => e.Case);
        Add(NpgsqlDbType.Uuid, e => e.Laborer);
        Add(NpgsqlDbType.Integer, e => e.FormYear);
        Add(NpgsqlDbType.Text, e => e.Standing.Town);
        Add(NpgsqlDbType.Text, e => e.Standing.Village);
        Add(NpgsqlDbType.Text, e => e.Standing.State);
        Add(NpgsqlDbType.Boolean, e => e.Standing.InTime);
        Add(NpgsqlDbType.Boolean, e => e.Standing.Breach);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
