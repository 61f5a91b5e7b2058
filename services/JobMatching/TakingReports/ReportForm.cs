using System.Globalization;
using Guzhang.Domain;

namespace Guzhang.JobMatching.TakingReports;

/// <summary>
/// A report of its own, without a form. Everything is asked for but the dates, which may be a day or a month
/// (<c>2020-10-10</c>, <c>2020-10</c>) or unknown. There is no room for text: it would be about a person.
/// </summary>
/// <param name="Laborer">somebody on record</param>
/// <param name="ReportedBy"><c>town</c>, <c>work-team</c>, <c>collector</c> or <c>person</c></param>
/// <param name="ReturnedOn">when the person came back</param>
/// <param name="OutOfWorkSince">when the person lost work</param>
/// <param name="Willing">only who is willing is followed up</param>
/// <param name="NotPicky">不挑不拣</param>
public sealed record ReportForm(Guid? Laborer, string? ReportedBy, string? ReturnedOn, string? OutOfWorkSince, bool? Willing, bool? NotPicky)
{
    /// <summary>Pure: everything that is wrong with it, in Chinese; null where nothing is.</summary>
    public string? Fault(DateOnly today)
    {
        List<string> faults = [];
        if (Laborer is null)
        {
            faults.Add("缺少 laborer（劳动力编号）");
        }

        if (ReportedBy is null || !Report.Reporters.ContainsKey(ReportedBy))
        {
            faults.Add($"reportedBy 应为 {string.Join("、", Report.Reporters.Select(r => $"{r.Key}（{r.Value}）"))} 之一");
        }

        faults.AddRange(new[] { Fault("返乡时间", ReturnedOn, today), Fault("失业时间", OutOfWorkSince, today) }.OfType<string>());
        if (Willing is null)
        {
            faults.Add("缺少 willing（有无就业意愿）");
        }
        else if (Willing == false)
        {
            faults.Add("没有就业意愿的不立案跟踪；已在跟踪中的，请办理结束");
        }

        if (NotPicky is null)
        {
            faults.Add("缺少 notPicky（是否不挑不拣）");
        }

        return faults.Count == 0 ? null : $"{string.Join("；", faults)}。";
    }

    /// <summary>A day or month, spelt one way.</summary>
    public static string? Date(string? text) => PartialDate.TryParse(text, out var date) ? date.ToString() : null;

    private static string? Fault(string label, string? text, DateOnly today) =>
        string.IsNullOrEmpty(text) ? null
        : !PartialDate.TryParse(text, out var date) ? $"{label}应为日期或年月，例如 2020-10-10 或 2020-10"
        : date.Earliest > today ? string.Create(CultureInfo.InvariantCulture, $"{label}晚于今天（{today:yyyy年M月d日}）")
        : null;
}
