using AwesomeAssertions;
using Guzhang.Demo.Answers;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The people worked out by hand in demo/answers/thirty-people.md against the code that makes the known answers.</summary>
public sealed class PeopleByHandTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.File("demo/answers/thirty-people.md"));

    private static readonly Dictionary<string, string[]> Levels = new()
    {
        ["户籍地"] = [L.RegProvince, L.RegPrefecture, L.RegCounty, L.RegTown, L.RegVillage],
        ["务工地点"] = [.. L.All.Where(l => l.StartsWith("务工地点", StringComparison.Ordinal))],
        ["返乡前务工地点"] = [.. L.All.Where(l => l.StartsWith("返乡前务工地点", StringComparison.Ordinal))],
        ["外出务工意向地"] = [.. L.All.Where(l => l.StartsWith("外出务工意向地", StringComparison.Ordinal))],
    };

    public static TheoryData<string> People => [.. Lines.Where(l => l.Split('|') is { Length: 8 } cells && int.TryParse(cells[1], out _))];

    [Theory, MemberData(nameof(People))]
    public void Given_a_person_worked_out_by_hand_the_known_answers_say_the_same(string person)
    {
        var cells = person.Split('|').Select(c => c.Trim()).ToArray();
        var row = RowOf(cells[2]);

        var sheet = Rules.Read(row);

        string.Join(" + ", sheet.Findings).Should().Be(cells[4] == "–" ? "" : cells[4], cells[3]);
        (BasicRules.TownCode(sheet) is null ? Table.Unknown : sheet[L.Town]).Should().Be(cells[5]);
        Columns.Of(sheet).Except(["rawBase", "submitted", "withWarnings"]).Should().BeEquivalentTo(cells[6].Split(' '), cells[3]);
    }

    [Fact]
    public void Given_the_file_it_holds_some_thirty_people() => People.Count.Should().BeGreaterThanOrEqualTo(30);

    private static Row RowOf(string facts)
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
