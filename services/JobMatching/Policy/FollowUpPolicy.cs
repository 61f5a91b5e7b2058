using System.Text.Json;
using System.Text.Json.Serialization;
using Guzhang.Contracts;
using Guzhang.Domain;
using Guzhang.ServiceDefaults;

namespace Guzhang.JobMatching.Policy;

/// <summary>
/// The county's files that the follow-up goes by, as of this start. <paramref name="Identity"/> is the version of
/// followup.json and the beginning of its SHA-256, which a case records; a case can be handed over to <paramref name="Towns"/>.
/// </summary>
public sealed record FollowUpPolicy(FollowUpFile File, string Identity, IReadOnlyList<Town> Towns)
{
    private static readonly JsonSerializerOptions Json = new(ContractJson.Options)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The clock of a case that was first reported on that day; null where nothing is owed yet, or any more.</summary>
    public FollowUpTerm? TermAt(DateOnly day) => File.Terms.FirstOrDefault(t => day >= t.From && (t.To is null || day <= t.To));

    /// <summary>The town's name; the code where it is none of the county's.</summary>
    public string TownName(string town) => Towns.FirstOrDefault(t => t.Code == town)?.Name ?? town;

    /// <summary>Reads the files of the folder County:Directory.</summary>
    /// <exception cref="SettingException">One is missing or unusable; the message says what.</exception>
    public static FollowUpPolicy Load(string directory) => CountyFiles.Load(directory, files =>
    {
        var followUp = files.Read("followup.json");
        var file = followUp.Parse<FollowUpFile>(Json);
        return file.Faults().ToList() is { Count: > 0 } faults
            ? throw new FormatException($"followup.json：{string.Join("；", faults)}")
            : new FollowUpPolicy(file, followUp.Identity(file.Version), files.Read("divisions.json").Parse<DivisionsFile>().Towns);
    });

    private sealed record DivisionsFile(IReadOnlyList<Town> Towns);
}

/// <summary>A town of the county and its villages (社区 too), as in divisions.json.</summary>
public sealed record Town(string Code, string Name, IReadOnlyList<Division> Villages);

/// <summary>followup.json.</summary>
public sealed record FollowUpFile(string Version, string Source, IReadOnlyList<FollowUpTerm> Terms)
{
    /// <summary>Everything that makes it unusable, in Chinese.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (var term in Terms)
        {
            var name = $"{term.From:yyyy-MM-dd} 起的一项";
            if (term.To < term.From)
            {
                yield return $"{name}，截止日期早于开始日期";
            }

            if (term.EscalateAtHours.Count == 0 || term.EscalateAtHours[0] < 1 || term.EscalateAtHours.Zip(term.EscalateAtHours.Skip(1)).Any(p => p.First >= p.Second))
            {
                yield return $"{name}，escalateAtHours 应为由小到大的正整数";
            }

            if (!term.EscalateAtHours.Contains(term.PlaceWithinHours))
            {
                yield return $"{name}，placeWithinHours 应是 escalateAtHours 中的一个";
            }
        }

        foreach (var (first, second) in Terms.OrderBy(t => t.From).Zip(Terms.OrderBy(t => t.From).Skip(1)).Where(p => p.First.To is null || p.First.To >= p.Second.From))
        {
            yield return $"{first.From:yyyy-MM-dd} 和 {second.From:yyyy-MM-dd} 起的两项日期重叠";
        }
    }
}

/// <summary>
/// The clock of cases that are first reported on these days, both included; without an end it goes on. Hours count from the
/// first report; within <paramref name="PlaceWithinHours"/>, one of the stages, somebody 不挑不拣 has to start work.
/// </summary>
public sealed record FollowUpTerm(DateOnly From, DateOnly? To, IReadOnlyList<int> EscalateAtHours, int PlaceWithinHours);
