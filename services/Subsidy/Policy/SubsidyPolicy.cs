using System.Text.Json;
using System.Text.Json.Serialization;
using Guzhang.Contracts;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Subsidy.Policy;

/// <summary>
/// The county's files that screening goes by, as of this start. <paramref name="Identity"/> tells it from every other
/// policy: it is what a decision records. <paramref name="Versions"/>, of schemes.json, counting.json and calendar.json, tell
/// an older policy from a newer.
/// </summary>
public sealed record SubsidyPolicy(
    SchemesFile File, IReadOnlyDictionary<int, CountingPolicy> Counting, IReadOnlyDictionary<int, FormYear> Years, string Identity, ValueList<string> Versions)
{
    private static readonly JsonSerializerOptions Json = new(ContractJson.Options)
    {
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public IReadOnlyList<Scheme> Schemes => File.Schemes;

    /// <summary>The scheme of that id.</summary>
    public Scheme? Find(string? id) => Schemes.FirstOrDefault(s => s.Id == id);

    /// <summary>Reads the files of the folder County:Directory.</summary>
    /// <exception cref="SettingException">One is missing or unusable; the message says what.</exception>
    public static SubsidyPolicy Load(string directory) => CountyFiles.Load(directory, files =>
    {
        var (schemes, counting, calendar) = (files.Read("schemes.json"), files.Read("counting.json"), files.Read("calendar.json"));
        var file = schemes.Parse<SchemesFile>(Json);
        if (file.Faults().ToList() is { Count: > 0 } faults)
        {
            throw new FormatException($"schemes.json：{string.Join("；", faults)}");
        }

        var policies = CountingPolicies.Parse(counting.Text);
        var years = FormYear.ParseAll(calendar.Text);
        var dated = calendar.Parse<CalendarFile>(new JsonSerializerOptions(ContractJson.Options) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true });
        return new SubsidyPolicy(
            file, years.ToDictionary(y => y.Key, y => policies.For(y.Value)), years,
            $"{schemes.Identity(file.Version)}+{counting.Identity(policies.Version)}+{calendar.Identity(dated.Version)}", [file.Version, policies.Version, dated.Version]);
    });

    /// <summary>calendar.json, as far as it says which it is.</summary>
    private sealed record CalendarFile(string Version);
}

/// <summary>
/// schemes.json. <paramref name="Demo"/>: it stands in for a policy that nobody has decided yet; <paramref name="Notice"/>
/// is shown beside whatever comes of it, in Chinese.
/// </summary>
public sealed record SchemesFile(string Version, string Source, bool Demo, string? Notice, IReadOnlyList<Scheme> Schemes)
{
    /// <summary>Everything that makes it unusable, in Chinese, each with the scheme and the place.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Demo && string.IsNullOrWhiteSpace(Notice))
        {
            yield return "演示政策须有 notice 说明";
        }

        foreach (var id in Schemes.GroupBy(s => s.Id).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            yield return $"{id} 重复";
        }

        foreach (var fault in Schemes.SelectMany(s => FaultsOf(s).Select(f => $"{s.Id} {f}")))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> FaultsOf(Scheme scheme)
    {
        if (scheme.Id.Length == 0 || !scheme.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return "id 应由小写字母、数字和连字符组成";
        }

        if (!AccessTable.Current.Roles.ContainsKey(scheme.Approver))
        {
            yield return $"approver：没有角色“{scheme.Approver}”";
        }

        foreach (var fault in Ranges("terms", scheme.Terms).Concat(Ranges("amounts", scheme.Amounts)))
        {
            yield return fault;
        }

        foreach (var (number, term) in scheme.Terms.Index())
        {
            if (term.Conditions.Count == 0)
            {
                yield return $"terms 第 {number + 1} 项没有条件（conditions）";
            }

            foreach (var (place, condition) in term.Conditions.Index().Where(c => c.Item.Fault is not null))
            {
                yield return $"terms 第 {number + 1} 项第 {place + 1} 个条件：{condition.Fault}";
            }
        }

        foreach (var amount in scheme.Amounts.Where(a => a.Yuan <= 0 || decimal.Round(a.Yuan, 2) != a.Yuan))
        {
            yield return $"amounts：{amount.Yuan} 不是到分为止的金额";
        }
    }

    private static IEnumerable<string> Ranges(string name, IReadOnlyList<Validity> ranges)
    {
        foreach (var range in ranges.Where(r => r.To < r.From))
        {
            yield return $"{name}：{range.From:yyyy-MM-dd} 起的一项，截止日期早于开始日期";
        }

        foreach (var (first, second) in ranges.OrderBy(r => r.From).Zip(ranges.OrderBy(r => r.From).Skip(1)).Where(p => p.First.Covers(p.Second.From)))
        {
            yield return $"{name}：{first.From:yyyy-MM-dd} 和 {second.From:yyyy-MM-dd} 起的两项日期重叠";
        }
    }
}
