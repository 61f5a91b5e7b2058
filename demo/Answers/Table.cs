using Guzhang.Demo.Generation;

namespace Guzhang.Demo.Answers;

/// <summary>One line of the dispatch table: a town (9 digits), 未识别 (no town), or the total.</summary>
public sealed record Line(string? Town, string Name, IReadOnlyDictionary<string, int> Figures);

/// <summary>The dispatch table as it was known at a moment, computed from the demo's own bookkeeping alone.</summary>
public sealed record Table(IReadOnlyList<Line> Lines, Line Total)
{
    public const string Unknown = "未识别";

    public static Table Of(Ledger ledger)
    {
        var counts = Divisions.Towns.Select(t => (Code: (string?)t.Code, t.Name)).Append((Code: null, Name: Unknown))
            .ToDictionary(t => t.Code ?? Unknown, t => (t.Code, t.Name, Figures: Columns.All.ToDictionary(c => c.Key, _ => 0)));
        var total = Columns.All.ToDictionary(c => c.Key, _ => 0);
        void Count(string? town, IEnumerable<string> columns)
        {
            foreach (var column in columns)
            {
                counts[town ?? Unknown].Figures[column]++;
                total[column]++;
            }
        }

        foreach (var sheet in ledger.Refused)
        {
            Count(BasicRules.TownCode(sheet), ["rawBase", "refused"]);
        }

        foreach (var person in ledger.People)
        {
            Count(BasicRules.TownCode(person.Shown), Columns.Of(person));
            foreach (var followUp in person.FollowUps)
            {
                Count(followUp.Town, followUp.ColumnsAt(ledger.Now));
            }
        }

        return new Table([.. counts.Values.Select(c => new Line(c.Code, c.Name, c.Figures))], new Line(null, "合计", total));
    }
}
