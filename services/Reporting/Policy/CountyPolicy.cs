using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.Reporting.DispatchTable;
using Guzhang.ServiceDefaults;

namespace Guzhang.Reporting.Policy;

/// <summary>The county's files that reports go by, as of this start: towns, form years, counting, targets.</summary>
public sealed record CountyPolicy(
    IReadOnlyList<Division> Towns, IReadOnlyDictionary<int, FormYear> Years, CountingPolicy Counting, string CountingIdentity, TargetPolicy Targets)
{
    /// <summary>Reads the files of the folder County:Directory.</summary>
    public static CountyPolicy Load(string directory) => CountyFiles.Load(directory, files =>
    {
        var counting = files.Read("counting.json");
        var policy = CountingPolicy.Parse(counting.Text);
        var targets = files.Read("targets.json").Parse<TargetPolicy>();
        return targets.Targets.FirstOrDefault(t => !t.IsReadable) is { } unclear
            ? throw new FormatException($"targets.json, {unclear.Id}: population or comparison not known")
            : new CountyPolicy(
                files.Read("divisions.json").Parse<DivisionsFile>().Towns, FormYear.ParseAll(files.Read("calendar.json").Text), policy,
                counting.Identity(policy.Version), targets);
    });

    /// <summary>Town codes, in the order of the file.</summary>
    public string[] TownCodes { get; } = [.. Towns.Select(t => t.Code)];

    private sealed record DivisionsFile(IReadOnlyList<Division> Towns);
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
