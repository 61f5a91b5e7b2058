using Guzhang.Reporting.Policy;

namespace Guzhang.Reporting.DispatchTable;

/// <summary>
/// A column of the dispatch table: its name in JSON, its printed title, and who is in it, as a condition on
/// <c>reporting.listed</c>. Number and list go by this one condition.
/// </summary>
public sealed record Column(string Key, string Title, string Condition);

/// <summary>The columns in their order: docs/dispatch-table.md. Those of subsidies are the county's (schemes.json), one a scheme.</summary>
public sealed class Columns
{
    private static readonly IReadOnlyList<Column> OfPeople =
    [
        new("rawBase", "平台原有人数", "kind in ('person', 'refusal')"),
        new("submitted", "已提交", "kind = 'person'"),
        new("refused", "退表", "kind = 'refusal'"),
        new("withWarnings", "有提示", "warned"),
        new("awaiting", "待确认", "state = 'awaiting'"),
        new("returned", "已退回", "state = 'returned'"),
        new("confirmed", "已确认", "state = 'confirmed'"),
        new("counted", "计入人数", "category = 'counted'"),
        new("inCounty", "县内", "category = 'counted' and place = 'in-county'"),
        new("outOfCountyInProvince", "县外省内", "category = 'counted' and place = 'out-of-county-in-province'"),
        new("outOfProvince", "省外", "category = 'counted' and place = 'out-of-province'"),
        new("workingNow", "现在务工", "category = 'counted' and working_now"),
        new("homeNow", "现在在家", "category = 'counted' and not working_now"),
        new("leads", "线索（从未外出）", "category = 'lead'"),
        new("selfEmployed", "自主创业", "category = 'self-employed'"),
        new("otherNotCounted", "其他不计", "category = 'other'"),
        new("belowStandard", "低于标准", "category = 'below-standard'"),
    ];

    private static readonly IReadOnlyList<Column> OfCases =
    [
        new("casesOpen", "返乡跟踪中", "follow_up = 'open'"),
        new("casesInTime", "按时上岗", "follow_up = 'placed' and in_time"),
        new("casesBreach", "不挑不拣超时未上岗", "breach"),
    ];

    /// <summary>With a column for each scheme.</summary>
    /// <exception cref="FormatException">A scheme's column can't be one; the message says which, in Chinese.</exception>
    public Columns(IEnumerable<SchemeEntry> schemes)
    {
        All = [.. OfPeople, .. schemes.Select(s => s.ToColumn()), .. OfCases];
        if (All.GroupBy(c => c.Key).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new FormatException($"schemes.json：调度表已有“{twice.Key}”一列，column.key 不能重复");
        }
    }

    /// <summary>From left to right.</summary>
    public IReadOnlyList<Column> All { get; }

    /// <summary>The column of that name.</summary>
    public Column? Find(string? key) => All.FirstOrDefault(c => c.Key == key);
}
