using System.Security.Cryptography;
using System.Text.Json;
using Guzhang.Contracts;
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
    public static CountyPolicy Load(string directory)
    {
        try
        {
            string Text(string file) => File.ReadAllText(Path.Combine(directory, file));
            var counting = Text("counting.json");
            var policies = CountingPolicies.Parse(counting);
            var years = FormYear.ParseAll(Text("calendar.json"));
            var divisions = Parse<DivisionsFile>(Text("divisions.json"));
            var targets = Parse<TargetPolicy>(Text("targets.json"));
            return targets.Targets.FirstOrDefault(t => !t.IsReadable) is { } unclear
                ? throw new FormatException($"targets.json, {unclear.Id}: population or comparison not known")
                : new CountyPolicy(divisions.Towns, years, years.ToDictionary(y => y.Key, y => policies.For(y.Value)), Identity(policies.Version, counting), targets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or KeyNotFoundException)
        {
            throw new SettingException($"县级政策文件不可用（County:Directory = {directory}）：{e.Message}", e);
        }
    }

    /// <summary>Town codes, in the order of the file.</summary>
    public string[] TownCodes { get; } = [.. Towns.Select(t => t.Code)];

    /// <summary>The counting policy of a form year; of one that calendar.json no longer has, that of the year nearest to it.</summary>
    public CountingPolicy CountingOf(int year) =>
        Counting.TryGetValue(year, out var policy) ? policy : Counting.MinBy(c => Math.Abs(c.Key - year)).Value;

    /// <summary>The form year that a day belongs to where nobody says one: the last whose month boxes have begun.</summary>
    public int YearAt(DateOnly today)
    {
        var month = YearMonth.Parse(today.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture));
        var begun = Years.Values.Where(y => y.Boxes.From <= month).Select(y => y.Year).ToList();
        return begun.Count > 0 ? begun.Max() : Years.Keys.Min();
    }

    /// <summary>Version and content: an edited file is another policy even where its version was left as it was.</summary>
    private static string Identity(string version, string text) =>
        $"{version}/{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..12]}";

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, ContractJson.Options) ?? throw new JsonException("empty file");

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
