using System.Text.Json;
using Guzhang.Demo.Answers;

namespace Guzhang.Demo.Loading;

/// <summary>The table as the platform gives it against the known one, figure by figure, both ways.</summary>
public static class Comparison
{
    public static IReadOnlyList<string> Of(Table known, JsonElement table)
    {
        var differences = new List<string>();
        var lines = table.GetProperty("lines").EnumerateArray().ToDictionary(l => l.GetProperty("name").GetString()!);
        foreach (var line in known.Lines)
        {
            if (lines.Remove(line.Name, out var actual))
            {
                Compare(line, actual.GetProperty("figures"), differences);
            }
            else
            {
                differences.Add($"调度表没有 {line.Name} 一行");
            }
        }

        differences.AddRange(lines.Keys.Select(name => $"调度表多了 {name} 一行"));
        Compare(known.Total, table.GetProperty("total"), differences);
        return differences;
    }

    private static void Compare(Line known, JsonElement figures, List<string> differences)
    {
        foreach (var (key, title) in Columns.All)
        {
            var actual = figures.TryGetProperty(key, out var figure) ? figure.GetInt32() : (int?)null;
            if (actual != known.Figures[key])
            {
                differences.Add($"{known.Name} {title}：应为 {known.Figures[key]}，实为 {actual?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "无"}");
            }
        }
    }
}
