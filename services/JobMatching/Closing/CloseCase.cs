using Guzhang.Audit;
using Guzhang.JobMatching.Cases;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.JobMatching.Closing;

/// <summary>Why a case ends without work: <c>refused</c> or <c>no-wish</c>.</summary>
public sealed record CloseRequest(string? Reason);

/// <summary>JOB-01: a case ends because the person refuses, or no longer wishes to work. That is no success.</summary>
internal static class CloseCase
{
    public static void MapCloseCase(this IEndpointRouteBuilder app) =>
        app.MapPost("/cases/{id:guid}/close", Close).Needs("cases.close").WithTags("cases")
            .Produces<CaseAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("结束跟踪：本人拒绝就业（refused）或无就业意愿（no-wish），不计为上岗");

    private static Task<IResult> Close(Guid id, CloseRequest request, Caller caller, CaseCommands commands, CancellationToken cancel) =>
        commands.Run(id, caller, (found, now) => Decide(found, request.Reason, caller.Id, now), AuditActions.CaseEnded, cancel);

    /// <summary>Pure.</summary>
    private static Decision Decide(Case found, string? reason, string officer, DateTimeOffset now) =>
        reason is null || !Ending.Reasons.ContainsKey(reason)
            ? Decision.Unfit($"reason 应为 {string.Join("、", Ending.Reasons.Select(r => $"{r.Key}（{r.Value}）"))} 之一。")
        : !found.IsOpen ? Decision.Ended(found)
        : Ending.Of(found, reason, officer, now);
}
