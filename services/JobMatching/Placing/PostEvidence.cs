using System.Globalization;
using Guzhang.Audit;
using Guzhang.JobMatching.Cases;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.JobMatching.Placing;

/// <summary>Evidence of starting work.</summary>
/// <param name="Kind">a key of <c>Placement.Evidence</c></param>
/// <param name="StartedOn">the day work began, <c>2020-10-14</c></param>
public sealed record EvidenceRequest(string? Kind, DateOnly? StartedOn);

/// <summary>JOB-12: a case closes on evidence of starting work, not on an offer.</summary>
internal static class PostEvidence
{
    public static void MapPostEvidence(this IEndpointRouteBuilder app) =>
        app.MapPost("/cases/{id:guid}/evidence", Post).Needs("cases.place").WithTags("cases")
            .Produces<CaseAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("登记上岗凭据（kind、startedOn）：用人单位确认、劳动合同或有组织输送到岗；跟踪即结束，计为上岗");

    private static Task<IResult> Post(Guid id, EvidenceRequest request, Caller caller, CaseCommands commands, CancellationToken cancel) =>
        commands.Run(id, caller, (found, now) => Decide(found, request, caller.Id, now), AuditActions.CasePlaced, cancel);

    /// <summary>Pure.</summary>
    private static Decision Decide(Case found, EvidenceRequest request, string officer, DateTimeOffset now)
    {
        if (request.Kind is null || !Placement.Evidence.ContainsKey(request.Kind))
        {
            return Decision.Unfit($"kind 应为 {string.Join("、", Placement.Evidence.Select(e => $"{e.Key}（{e.Value}）"))} 之一。");
        }

        if (request.StartedOn is not { } started)
        {
            return Decision.Unfit("请填上岗日期，例如 2020-10-14。");
        }

        if (started > DateOnly.FromDateTime(now.DateTime))
        {
            return Decision.Unfit("上岗日期晚于今天：约定上岗不是上岗。");
        }

        var startedOn = started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (Placement.IsTooEarly(found, startedOn))
        {
            return Decision.Unfit(found.OutOfWorkSince is { } lost ? $"上岗日期早于失业时间（{lost}）。"
                : found.ReturnedOn is { } returned ? $"上岗日期早于返乡时间（{returned}）。"
                : "上岗日期早于报告返乡失业的日期。");
        }

        return found.IsOpen ? Placement.Of(found, request.Kind, startedOn, officer, now) : Decision.Ended(found);
    }
}
