using System.Globalization;
using System.Text;
using Guzhang.Demo.Answers;

namespace Guzhang.Demo.Loading;

/// <summary>The rules that rows were found to break, against those they do break: row by row, and rule by rule over all workbooks.</summary>
public sealed class FindingsCheck(Platform platform)
{
    private readonly Dictionary<Finding, int> expected = [];
    private readonly Dictionary<Finding, int> found = [];
    private readonly Dictionary<Finding, string> quotes = [];

    /// <summary>Reads what an import found; answers every row that differs.</summary>
    public async Task<IReadOnlyList<string>> Compare(string import, Taken taken)
    {
        var (rules, actual, differences) = (taken.Rules, await Read(import), new List<string>());
        foreach (var row in actual.Keys.Union(rules.Keys).Order())
        {
            var (should, are) = (rules.GetValueOrDefault(row, []), actual.GetValueOrDefault(row, []));
            Count(expected, should);
            Count(found, are);
            if (!should.SequenceEqual(are))
            {
                differences.Add($"第 {row} 行：应为 [{string.Join(" + ", should)}]，实为 [{string.Join(" + ", are)}]");
            }
        }

        Console.WriteLine($"逐行规则：{rules.Count} 行有问题，不一致 {differences.Count} 行");
        return differences;
    }

    /// <summary>One line a rule: rows that break it as expected and as found; then ten of the sentences that collectors read.</summary>
    public string Table()
    {
        var text = new StringBuilder("采集规则（全部工作簿）  应有行数  实有行数\n");
        foreach (var rule in expected.Keys.Union(found.Keys).Order())
        {
            var (should, are) = (expected.GetValueOrDefault(rule), found.GetValueOrDefault(rule));
            text.Append(CultureInfo.InvariantCulture, $"  {rule,-20}{should,10}{are,10}{(should == are ? "" : "  不一致")}\n");
        }

        text.Append("提示语举例\n");
        foreach (var (rule, quote) in quotes.OrderBy(q => q.Key).Where((_, i) => i % Math.Max(1, quotes.Count / 10) == 0).Take(10))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {rule}  {quote}\n");
        }

        return text.ToString();
    }

    private async Task<Dictionary<int, IReadOnlyList<Finding>>> Read(string import)
    {
        using var collection = platform.As("collection", "demo-collector");
        var rows = new Dictionary<int, IReadOnlyList<Finding>>();
        for (var after = 0; ;)
        {
            var page = (await collection.Get($"imports/{import}/findings?after={after}&limit=1000")).EnumerateArray().ToList();
            if (page.Count == 0)
            {
                return rows;
            }

            foreach (var row in page)
            {
                after = row.GetProperty("row").GetInt32();
                var findings = new SortedSet<Finding>();
                foreach (var said in row.GetProperty("findings").EnumerateArray())
                {
                    var finding = new Finding(said.GetProperty("rule").GetString()!, said.GetProperty("severity").GetString() == "error" ? "E" : "W");
                    findings.Add(finding);
                    quotes.TryAdd(finding, said.GetProperty("message").GetString()!);
                }

                rows[after] = [.. findings];
            }
        }
    }

    private static void Count(Dictionary<Finding, int> rows, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            rows[finding] = rows.GetValueOrDefault(finding) + 1;
        }
    }
}
