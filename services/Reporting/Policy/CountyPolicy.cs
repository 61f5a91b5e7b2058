using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.Reporting.DispatchTable;
using Guzhang.ServiceDefaults;

namespace Guzhang.Reporting.Policy;

/// <summary>The county's files that reports go by, as of this start: towns, form years, counting, targets.</summary>
public sealed record CountyPolicy(
    IReadOnlyList<Division> Towns, IReadOnlyDictionary<int, FormYear> Years, IReadOnlyDictionary<int, CountingPolicy> Counting, string CountingIdentity, TargetPolicy Targets)
{
    /// <summary>Reads the files of the folder County:Directory.</summary>
    public static CountyPolicy Load(string directory) => CountyFiles.Load(directory, files =>
    {
        var schemes = files.Read("schemes.json").Parse<SchemesFile>().Schemes.Select(s => s.Id).ToHashSet();
        if (Columns.All.FirstOrDefault(c => c.Scheme is { } scheme && !schemes.Contains(scheme)) is { } empty)
        {
            throw new FormatException($"schemes.json：没有编号为 {empty.Scheme} 的补贴项目，调度表“{empty.Title}”一列将无人可计；请恢复该编号");
        }

        var counting = files.Read("counting.json");
        var policies = CountingPolicies.Parse(counting.Text);
        var years = FormYear.ParseAll(files.Read("calendar.json").Text);
        var targets = files.Read("targets.json").Parse<TargetPolicy>();
        return targets.Targets.FirstOrDefault(t => !t.IsReadable) is { } unclear
            ? throw new FormatException($"targets.json, {unclear.Id}: population or comparison not known")
            : new CountyPolicy(
                files.Read("divisions.json").Parse<DivisionsFile>().Towns, years, years.ToDictionary(y => y.Key, y => policies.For(y.Value)),
                counting.Identity(policies.Version), targets);
    });

    /// <summary>Town codes, in the order of the file.</summary>
    public string[] TownCodes { get; } = [.. Towns.Select(t => t.Code)];

    /// <summary>The counting policy of a form year.</summary>
    public CountingPolicy CountingOf(int year) => CountingPolicies.Of(Counting, year);

    /// <summary>The form year that a day belongs to where nobody says one: the last whose month boxes have begun.</summary>
    public int YearAt(DateOnly today)
    {
        var month = YearMonth.Parse(today.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture));
        var begun = Years.Values.Where(y => y.Boxes.From <= month).Select(y => y.Year).ToList();
        return begun.Count > 0 ? begun.Max() : Years.Keys.Min();
    }

    private sealed record DivisionsFile(IReadOnlyList<Division> Towns);

    private sealed record SchemesFile(IReadOnlyList<SchemeEntry> Schemes);

    private sealed record SchemeEntry(string Id);
}

/// <summary>targets.json.</summary>
public sealed record TargetPolicy(string Version, string Source, IReadOnlyList<Target> Targets);

/// <summary>
/// One target of the plan: how many of a population (a column of the dispatch table) there are to be, and how the plan's
/// words are read. Without a number it has not been handed down yet.
/// </summary>
public sealed record Target(string Id, string Name, string? Population, string Comparison, long? Number, string Reading)
{
    /// <summary>Whether population and comparison are ones that can be computed.</summary>
    public bool IsReadable => (Population is null || Columns.Find(Population) is not null) && Comparison is ("moreThan" or "atLeast");

    /// <summary>How many more it takes; 0 where the target is met.</summary>
    public long Gap(long count) => Math.Max(0, Number!.Value + (Comparison == "moreThan" ? 1 : 0) - count);
}
