using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.Closing;
using Guzhang.JobMatching.Contacting;
using Guzhang.JobMatching.Placing;
using Guzhang.JobMatching.Policy;
using Guzhang.JobMatching.TakingReports;

namespace Guzhang.JobMatching.ReadingCases;

/// <summary>Events of a case in the words of the plan.</summary>
internal static class CaseWords
{
    /// <summary>The sentence about an event.</summary>
    public static string Of(CaseEvent e, FollowUpPolicy policy) => e switch
    {
        CaseOpened opened => Of(opened),
        CaseEscalated escalated => Of(escalated),
        CaseLogged { Kind: "report" } again => $"{Who(again.ReportedBy)}再次报告{Form(again.FormVersion)}：记入本案，时限不变{(again.NotPicky == true ? "；不挑不拣" : "")}。",
        CaseLogged { Kind: "form", Outcome: FormEnd.StartedTooEarly } form =>
            $"专班已确认第{form.FormVersion}版采集表，但其就业时间早于失业、返乡或首次报告，不能作为上岗凭据；继续跟踪。",
        CaseLogged { Kind: "form" } form => $"第{form.FormVersion}版采集表称已务工，待专班确认。",
        CaseLogged logged => Of(logged),
        CaseHandedOver handed =>
            $"由{policy.TownName(handed.FromTown)}移交{policy.TownName(handed.Standing.Town)}{(handed.ToOfficer is null ? "" : "，并指定负责人")}；经过和时限不变。",
        CaseClosed closed => Of(closed),
        _ => throw new ArgumentException($"no words for {e.GetType().Name}", nameof(e)),
    };

    private static string Of(CaseOpened opened)
    {
        var details = new[]
        {
            opened.ReturnedOn is { } returned ? $"返乡时间 {returned}" : null,
            opened.OutOfWorkSince is { } lost ? $"失业时间 {lost}" : null,
            opened.Standing.NotPicky ? $"不挑不拣，应在{opened.PlaceWithinHours}小时内上岗" : "未表示不挑不拣",
        }.OfType<string>();
        return $"{Who(opened.ReportedBy)}首次报告{Form(opened.FormVersion)}：在家、失业、有就业意愿；{string.Join("，", details)}。自此刻起计时。";
    }

    private static string Of(CaseEscalated escalated)
    {
        var late = escalated.PassedLate.Count > 0 ? $"{string.Join("、", escalated.PassedLate.Select(s => $"{s}小时"))}的提醒已过期，一并补记；" : "";
        var breach = escalated.Standing.Breach ? "；不挑不拣而未在时限内上岗，记为超时" : "";
        return $"{late}满{escalated.Standing.Stage}小时未上岗（应于 {escalated.DueAt:yyyy-MM-dd HH:mm} 提醒）{breach}。";
    }

    private static string Of(CaseLogged logged) => LogContact.Kinds.TryGetValue(logged.Kind, out var kind)
        ? $"{kind.Label}：{kind.Outcomes.GetValueOrDefault(logged.Outcome ?? "", logged.Outcome ?? "")}。"
        : $"{logged.Kind}：{logged.Outcome}。";

    private static string Of(CaseClosed closed)
    {
        var state = CaseStates.Labels.GetValueOrDefault(closed.Standing.State, closed.Standing.State);
        if (closed.Standing.State != CaseStates.Placed)
        {
            return $"结束跟踪：{state}{Form(closed.FormVersion)}，不计为上岗{(closed.Standing.Breach ? "；超时记录保留" : "")}。";
        }

        var evidence = closed.Evidence is { } kind && Placement.Evidence.TryGetValue(kind, out var label) ? label : "专班确认的采集表";
        var inTime = closed.Standing switch
        {
            { InTime: true } => "在时限内",
            { Breach: true } => "超过时限，超时记录保留",
            _ => "超过时限",
        };
        return $"结束跟踪：{state}，{closed.StartedOn} 上岗，凭据为{evidence}{Form(closed.FormVersion)}；{inTime}。";
    }

    private static string Who(string? reporter) => Report.Reporters.GetValueOrDefault(reporter ?? "", reporter ?? "");

    private static string Form(int? version) => version is null ? "" : $"（第{version}版采集表）";
}
