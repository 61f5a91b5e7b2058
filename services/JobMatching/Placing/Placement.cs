using Guzhang.Contracts.JobMatching;
using Guzhang.Domain;
using Guzhang.JobMatching.Cases;
using Guzhang.Journal.Clock;

namespace Guzhang.JobMatching.Placing;

/// <summary>Work was started, and there is evidence (JOB-12). Pure.</summary>
public static class Placement
{
    /// <summary>Evidence that an officer can record (readings.md), in words; a confirmed form is the other kind.</summary>
    public static IReadOnlyDictionary<string, string> Evidence { get; } = new Dictionary<string, string>
    {
        ["employer-confirmation"] = "用人单位确认",
        ["contract"] = "劳动合同",
        ["organised-trip"] = "有组织输送到岗（用人单位接收名单）",
    };

    /// <summary>
    /// Why work that began then does not end this case, in Chinese; null where it can. It has to begin after work was lost;
    /// where nobody said when that was, after the return; where nobody said that either, on the day of the report or later.
    /// A month is taken at its best.
    /// </summary>
    public static string? Fault(Case @case, PartialDate started)
    {
        var (from, label) = PartialDate.TryParse(@case.OutOfWorkSince, out var lost) ? (lost, "失业时间")
            : PartialDate.TryParse(@case.ReturnedOn, out var returned) ? (returned, "返乡时间")
            : (new PartialDate(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(@case.FirstReportedAt, BusinessClock.China).DateTime)), "首次报告日期");
        return started.Latest < from.Earliest ? $"上岗日期（{started}）早于{label}（{from}）" : null;
    }

    /// <summary>
    /// Ends an open case as placed. In time is what is <paramref name="recorded"/> by the limit: by the case's own clock, not by
    /// a date that is written down later. So evidence that was recorded in time, and read or confirmed late, also takes back a breach.
    /// </summary>
    public static CaseClosed Of(Case open, string evidence, string startedOn, string officer, DateTimeOffset recorded)
    {
        var inTime = recorded <= open.LimitAt;
        return new CaseClosed
        {
            Case = open.Id,
            Laborer = open.Laborer,
            FormYear = open.FormYear,
            Standing = open.Standing with { State = CaseStates.Placed, InTime = inTime, Breach = !inTime && open.IsBreachedAt(recorded) },
            Evidence = evidence,
            StartedOn = startedOn,
            Officer = officer,
        };
    }
}
