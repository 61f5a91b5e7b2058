using Guzhang.Audit;
using Guzhang.Contracts;
using Guzhang.Contracts.Verification;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Verification.Deciding;
using Guzhang.Verification.Work;

namespace Guzhang.Verification.ReturningForms;

/// <summary>The forms to return, each in the version that the officer saw, and why: codes of <see cref="ReturnReason"/>, at least one.</summary>
public sealed record Returns(IReadOnlyList<FormRef?>? Items, IReadOnlyList<string?>? Reasons);

/// <summary>VER-02, VER-10: an officer of the task force returns forms to their collectors, with reasons.</summary>
public static class ReturnForms
{
    internal static void MapReturnForms(this IEndpointRouteBuilder app) =>
        app.MapPost("/returns", Return).Needs("forms.return").WithTags("decisions").Produces<DecisionResults>()
            .WithSummary("退回采集表并说明原因，一份或一批（最多1000份）；逐份答复");

    /// <summary>Pure: may this officer return this version?</summary>
    public static Outcome Decide(WorkItem? item, int version, Caller officer, IReadOnlyList<string> reasons)
    {
        if (Verdict.OnSight(item, version, officer) is { } unfit)
        {
            return unfit;
        }

        if (item!.State is WorkState.Decided or WorkState.Returned && item.Decision is { Reasons: { } given } before
            && before.Officer == officer.Id && given.ToHashSet().SetEquals(reasons))
        {
            return Outcome.Repeated;
        }

        return Verdict.OnState(item) is { } late ? late
            : item.Collector == officer.Id ? new Refusal("VER-03", "不能退回自己采集的采集表，请直接更正。")
            : new Decision(Guid.CreateVersion7(), officer.Id, reasons);
    }

    private static async Task<IResult> Return(Returns request, Caller officer, Decisions decisions, CancellationToken cancel)
    {
        var (reasons, unknown) = Read(request.Reasons ?? []);
        var fault = Decisions.Fault(request.Items)
            ?? (unknown is not null ? $"没有退回原因“{unknown}”。可用的原因：{Known()}。"
                : reasons.Count == 0 ? $"请至少选择一个退回原因：{Known()}。"
                : null);
        return fault is not null
            ? Results.Problem(detail: fault, statusCode: 400)
            : Results.Ok(await decisions.Run(
                request.Items!, (item, version) => Decide(item, version, officer, reasons), EventTypes.ReturnDecided, Contract,
                officer.AsActor(), AuditActions.FormReturned, cancel));
    }

    /// <summary>Codes without repetition, or the first that is none.</summary>
    private static (List<string> Reasons, string? Unknown) Read(IReadOnlyList<string?> given)
    {
        var reasons = new List<string>();
        foreach (var text in given)
        {
            if (!Choices.TryParse<ReturnReason>(text, out var reason))
            {
                return ([], text ?? "空");
            }

            reasons.Add(reason.Code());
        }

        return ([.. reasons.Distinct()], null);
    }

    private static string Known() => string.Join("、", Choices.All<ReturnReason>().Select(r => $"{r.Code}（{r.Label}）"));

    private static ReturnDecided Contract(WorkItem item) => new()
    {
        Decision = item.Decision!.Id,
        Laborer = item.Laborer,
        FormYear = item.FormYear,
        FormVersion = item.FormVersion,
        Town = item.Town,
        Officer = item.Decision.Officer,
        Reasons = item.Decision.Reasons!,
    };
}
