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
    /// Whether work taken up then (a date, or a month as on paper) can't be what ended the case: it began before work was lost; where
    /// that is not known, before the return; where that is not known either, before the first report.
    /// </summary>
    public static bool IsTooEarly(Case open, string startedOn)
    {
        var lost = PartialDate.TryParse(open.OutOfWorkSince, out var since) || PartialDate.TryParse(open.ReturnedOn, out since)
            ? since.Earliest
            : DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(open.FirstReportedAt, BusinessClock.China).DateTime);
        return PartialDate.TryParse(startedOn, out var started) && started.Latest < lost;
    }

    /// <summary>
    /// Ends an open case as placed. In time is what is recorded by the limit: by the case's own clock, not by a date that is
    /// written down later. So evidence that was recorded in time and read late also takes back a breach.
    /// </summary>
    public static CaseClosed Of(Case open, string evidence, string startedOn, string officer, DateTimeOffset at)
    {
        var inTime = at <= open.LimitAt;
        return new CaseClosed
        {
            Case = open.Id,
            Laborer = open.Laborer,
            FormYear = open.FormYear,
            Standing = open.Standing with { State = CaseStates.Placed, InTime = inTime, Breach = !inTime && open.IsBreachedAt(at) },
            Evidence = evidence,
            StartedOn = startedOn,
            Officer = officer,
        };
    }
}
