using Guzhang.Audit;
using Guzhang.Contracts;
using Guzhang.Contracts.Verification;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Verification.Deciding;
using Guzhang.Verification.Work;

namespace Guzhang.Verification.ConfirmingForms;

/// <summary>The forms to confirm, each in the version that the officer saw: 1 to 1000.</summary>
public sealed record Confirmations(IReadOnlyList<FormRef?>? Items);

/// <summary>VER-02, VER-03, VER-10: an officer of the task force confirms forms that somebody else collected, as seen.</summary>
public static class ConfirmForms
{
    internal static void MapConfirmForms(this IEndpointRouteBuilder app) =>
        app.MapPost("/confirmations", Confirm).Needs("forms.confirm").WithTags("decisions").Produces<DecisionResults>()
            .WithSummary("确认采集表，一份或一批（最多1000份）；逐份答复，是否最终确认以采集服务为准");

    /// <summary>Pure: may this officer confirm this version?</summary>
    public static Outcome Decide(WorkItem? item, int version, Caller officer)
    {
        if (Verdict.OnSight(item, version, officer) is { } unfit)
        {
            return unfit;
        }

        if (item!.State is WorkState.Decided or WorkState.Confirmed && item.Decision is { Reasons: null } before && before.Officer == officer.Id)
        {
            return Outcome.Repeated;
        }

        return Verdict.OnState(item) is { } late ? late
            : item.Collector == officer.Id ? new Refusal("VER-03", "不能确认自己采集的采集表，请由其他工作人员确认。")
            : item.Warnings.Any(w => w is { Rule: "F13", Field: "keepReason" })
                ? new Refusal("F13", "该人低于标准，又没有填写“低于标准仍采集的理由”，不能确认；请退回补填理由。")
            : new Decision(Guid.CreateVersion7(), officer.Id, null);
    }

    private static async Task<IResult> Confirm(Confirmations request, Caller officer, Decisions decisions, CancellationToken cancel) =>
        Decisions.Fault(request.Items) is { } fault
            ? Results.Problem(detail: fault, statusCode: 400)
            : Results.Ok(await decisions.Run(
                request.Items!, (item, version) => Decide(item, version, officer), EventTypes.ConfirmationDecided, Contract,
                officer.AsActor(), AuditActions.FormConfirmed, cancel));

    private static ConfirmationDecided Contract(WorkItem item) => new()
    {
        Decision = item.Decision!.Id,
        Laborer = item.Laborer,
        FormYear = item.FormYear,
        FormVersion = item.FormVersion,
        Town = item.Town,
        Officer = item.Decision.Officer,
    };
}
