using System.Text.RegularExpressions;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.Reporting.DispatchTable;
using Guzhang.ServiceDefaults;

namespace Guzhang.Reporting.Policy;

/// <summary>The county's files that reports go by, as of this start: towns, form years, counting, targets, the table's columns.</summary>
public sealed record CountyPolicy(
    IReadOnlyList<Division> Towns, IReadOnlyDictionary<int, FormYear> Years, IReadOnlyDictionary<int, CountingPolicy> Counting, string CountingIdentity,
    TargetPolicy Targets, Columns Columns)
{
    /// <summary>Reads the files of the folder County:Directory.</summary>
    public static CountyPolicy Load(string directory) => CountyFiles.Load(directory, files =>
    {
        var counting = files.Read("counting.json");
        var policies = CountingPolicies.Parse(counting.Text);
        var years = FormYear.ParseAll(files.Read("calendar.json").Text);
        var columns = new Columns(files.Read("schemes.json").Parse<SchemesFile>().Schemes);
        var targets = files.Read("targets.json").Parse<TargetPolicy>();
        return targets.Targets.FirstOrDefault(t => !t.IsReadable(columns)) is { } unclear
            ? throw new FormatException($"targets.json：{unclear.Id} 的 population（{unclear.Population}）或 comparison（{unclear.Comparison}）无法识别")
            : new CountyPolicy(
                files.Read("divisions.json").Parse<DivisionsFile>().Towns, years, years.ToDictionary(y => y.Key, y => policies.For(y.Value)),
                counting.Identity(policies.Version), targets, columns);
    });

    /// <summary>Town codes, in the order of the file.</summary>
    public string[] TownCodes { get; } = [.. Towns.Select(t => t.Code)];

    /// <summary>The counting policy of a form year.</summary>
    public CountingPolicy CountingOf(int year) => CountingPolicies.Of(Counting, year);

    private sealed record DivisionsFile(IReadOnlyList<Division> Towns);

    private sealed record SchemesFile(IReadOnlyList<SchemeEntry> Schemes);
}

/// <summary>A scheme of schemes.json, as far as the dispatch table shows who qualifies for it.</summary>
public sealed partial record SchemeEntry(string Id, SchemeColumn? Column)
{
    internal Column ToColumn() => !Ids().IsMatch(Id) ? throw new FormatException($"schemes.json：id “{Id}”应由小写字母、数字和连字符组成")
        : Column is not { Key: { } key, Title: { } title } || !Keys().IsMatch(key) || string.IsNullOrWhiteSpace(title)
            ? throw new FormatException($"schemes.json：{Id} 的 column 应有 key（字母和数字，小写字母开头）和 title，作为调度表的一列")
            : new Column(key, title, $"scheme = '{Id}'");

    [GeneratedRegex("^[a-z0-9-]+\\z")]
    private static partial Regex Ids();

    [GeneratedRegex("^[a-z][A-Za-z0-9]*\\z")]
    private static partial Regex Keys();
}

/// <summary>The scheme's column: name in JSON and printed title.</summary>
public sealed record SchemeColumn(string? Key, string? Title);

/// <summary>targets.json.</summary>
public sealed record TargetPolicy(string Version, string Source, IReadOnlyList<Target> Targets);

/// <summary>
/// One target of the plan: how many of a population (a column of the dispatch table) there are to be, and how the plan's
/// words are read. Without a number it has not been handed down yet.
/// </summary>
public sealed record Target(string Id, string Name, string? Population, string Comparison, long? Number, string Reading)
{
    /// <summary>Whether population and comparison are ones that can be computed.</summary>
    public bool IsReadable(Columns columns) => (Population is null || columns.Find(Population) is not null) && Comparison is ("moreThan" or "atLeast");

    /// <summary>How many more it takes; 0 where the target is met.</summary>
    public long Gap(long count) => Math.Max(0, Number!.Value + (Comparison == "moreThan" ? 1 : 0) - count);
}
