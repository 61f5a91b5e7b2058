using Guzhang.Demo.Generation;

namespace Guzhang.Demo.Answers;

/// <summary>One line of the dispatch table: a town (9 digits), 未识别 (no town), or the total.</summary>
public sealed record Line(string? Town, string Name, IReadOnlyDictionary<string, int> Figures);

/// <summary>The dispatch table, computed from the rows and the plan of confirmation alone.</summary>
public sealed record Table(IReadOnlyList<Line> Lines, Line Total)
{
    public const string Unknown = "未识别";

    public static Table Of(IEnumerable<Sheet> sheets)
    {
        var counts = Divisions.Towns.Select(t => (Code: (string?)t.Code, t.Name)).Append((Code: null, Name: Unknown))
            .ToDictionary(t => t.Name, t => (t.Code, Figures: Columns.All.ToDictionary(c => c.Key, _ => 0)));
        var total = Columns.All.ToDictionary(c => c.Key, _ => 0);
        foreach (var sheet in sheets)
        {
            var line = counts[BasicRules.TownCode(sheet) is null ? Unknown : sheet[L.Town]];
            foreach (var column in Columns.Of(sheet))
            {
                line.Figures[column]++;
                total[column]++;
            }
        }

        return new Table([.. counts.Select(c => new Line(c.Value.Code, c.Key, c.Value.Figures))], new Line(null, "合计", total));
    }
}
