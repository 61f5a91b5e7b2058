using Guzhang.Contracts.Subsidy;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.Qualifications;

/// <summary>Rows of <c>reporting.qualifications</c>, written many at a time in the caller's transaction.</summary>
internal static class QualificationTable
{
    /// <summary>Writes the newest answer of each person, year and scheme over the row there is, in whichever schema.</summary>
    public static async Task Save(IEnumerable<QualificationChanged> said, string schema, NpgsqlConnection connection, CancellationToken cancel)
    {
        var rows = said.GroupBy(s => (s.Laborer, s.FormYear, s.Scheme)).Select(g => g.Last()).ToList();
#pragma warning disable CA2100 // The live schema, or the next beside it.
        await using var command = new NpgsqlCommand(
            $"""
            insert into {schema}.qualifications (laborer, form_year, scheme, town, village, form_version, qualifies)
            select * from unnest($1, $2, $3, $4, $5, $6, $7)
            on conflict (laborer, form_year, scheme) do update set
                town = excluded.town, village = excluded.village, form_version = excluded.form_version, qualifies = excluded.qualifies
            """,
            connection);
#pragma warning restore CA2100
        void Add<T>(NpgsqlDbType type, Func<QualificationChanged, T> value) =>
            command.Parameters.Add(new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
        Add(NpgsqlDbType.Uuid, s => s.Laborer);
        Add(NpgsqlDbType.Integer, s => s.FormYear);
        Add(NpgsqlDbType.Text, s => s.Scheme);
        Add(NpgsqlDbType.Text, s => s.Town);
        Add(NpgsqlDbType.Text, s => s.Village);
        Add(NpgsqlDbType.Integer, s => s.FormVersion);
        Add(NpgsqlDbType.Boolean, s => s.Qualifies);
        await command.ExecuteNonQueryAsync(cancel);
    }
}
