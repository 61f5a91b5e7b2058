using Npgsql;

namespace Guzhang.Collection.Laborers;

/// <summary>Statements over keyed codes and the people they belong to.</summary>
internal static class PeopleKeys
{
    /// <summary>A statement whose $1 are the codes and $2, beside them, the laborers.</summary>
    public static NpgsqlBatchCommand Command(string sql, IReadOnlyCollection<(Guid Laborer, IReadOnlyList<long> Keys)> people)
    {
        var rows = people.SelectMany(p => p.Keys.Select(key => (Key: key, p.Laborer))).ToList();
        return new NpgsqlBatchCommand(sql)
        {
            Parameters = { new() { Value = rows.Select(r => r.Key).ToArray() }, new() { Value = rows.Select(r => r.Laborer).ToArray() } },
        };
    }
}
