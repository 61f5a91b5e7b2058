using Guzhang.Contracts.JobMatching;
using Guzhang.Contracts.Subsidy;
using Guzhang.Journal.Rebuilding;
using Guzhang.Reporting.Facts;
using Guzhang.Reporting.FollowUps;
using Guzhang.Reporting.Qualifications;

namespace Guzhang.Reporting.Rebuilding;

/// <summary>The tables of qualifications and cases made anew: of each key what its newest event says.</summary>
internal sealed class StandingsInMaking(string schema)
{
    private const int Chunk = 10_000;
    private readonly Dictionary<(Guid Laborer, int FormYear, string Key), StandingFact> _facts = [];
    private readonly Dictionary<(Guid, int, string), QualificationChanged> _screened = [];
    private readonly Dictionary<Guid, CaseEvent> _followed = [];

    public void Take(FactRow row, object said, FactsInMaking facts)
    {
        var key = (row.Laborer, row.FormYear, row.Key);
        _facts[key] = facts.Add(row, _facts.TryGetValue(key, out var before) ? before : null);
        if (said is QualificationChanged screened)
        {
            // Only what the table asks: the conditions would fill the memory.
            _screened[(screened.Laborer, screened.FormYear, screened.Scheme)] = screened with { Conditions = [] };
        }
        else if (said is CaseEvent followed)
        {
            _followed[followed.Case] = followed;
        }
    }

    /// <summary>Rows that have changed since they were asked for last, some at a time.</summary>
    public WriteRows? Due()
    {
        var (screened, followed) = (Some(_screened), Some(_followed));
        return screened.Count + followed.Count == 0 ? null : async (connection, cancel) =>
        {
            await QualificationTable.Save(screened, schema, connection, cancel);
            await CaseTable.Save(followed, schema, connection, cancel);
        };
    }

    /// <summary>Takes a chunk out.</summary>
    private static List<TRow> Some<TKey, TRow>(Dictionary<TKey, TRow> changed)
        where TKey : notnull
    {
        var some = changed.Take(Chunk).ToList();
        some.ForEach(s => changed.Remove(s.Key));
        return some.ConvertAll(s => s.Value);
    }
}
