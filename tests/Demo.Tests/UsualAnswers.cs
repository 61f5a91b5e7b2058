using AwesomeAssertions;

namespace Guzhang.Demo.Tests;

/// <summary>The usual answers of demo/answers/thirty-people.md, from which people worked out by hand differ.</summary>
internal static class UsualAnswers
{
    public static readonly string[] Lines = File.ReadAllLines(Repository.File("demo/answers/thirty-people.md"));

    private static readonly Dictionary<string, string[]> Levels = new()
    {
        ["户籍地"] = [L.RegProvince, L.RegPrefecture, L.RegCounty, L.RegTown, L.RegVillage],
        ["务工地点"] = [.. L.All.Where(l => l.StartsWith("务工地点", StringComparison.Ordinal))],
        ["返乡前务工地点"] = [.. L.All.Where(l => l.StartsWith("返乡前务工地点", StringComparison.Ordinal))],
        ["外出务工意向地"] = [.. L.All.Where(l => l.StartsWith("外出务工意向地", StringComparison.Ordinal))],
    };

    /// <summary>The row of somebody who is as the usual answers say, except for these facts.</summary>
    public static Row With(string facts)
    {
        var given = facts.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(f => f.Contains('=', StringComparison.Ordinal)).Select(f => f.Split('=', 2)).ToDictionary(f => f[0].Trim(), f => f[1].Trim());
        var usual = Usual("everybody");
        var working = given.GetValueOrDefault("是否务工", usual["是否务工"]) == "是";
        var row = new Row();
        foreach (var (label, value) in usual.Concat(Usual(working ? "at work" : "at home")).Concat(given))
        {
            Set(row, label, value);
        }

        return row;
    }

    private static void Set(Row row, string label, string value)
    {
        if (!Levels.TryGetValue(label, out var levels))
        {
            L.All.Should().Contain(label);
            row[label] = value;
            return;
        }

        var parts = value.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            row[levels[i]] = i < parts.Length ? parts[i] : "";
        }
    }

    private static Dictionary<string, string> Usual(string which) => Lines
        .SkipWhile(l => !l.StartsWith($"## Usual answers, {which}", StringComparison.Ordinal)).Skip(3)
        .TakeWhile(l => l.StartsWith('|')).Select(l => l.Split('|')).ToDictionary(c => c[1].Trim(), c => c[2].Trim());
}
