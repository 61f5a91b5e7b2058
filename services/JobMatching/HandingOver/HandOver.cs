using Guzhang.Audit;
using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.Policy;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.JobMatching.HandingOver;

/// <summary>Who has the case from now on.</summary>
/// <param name="Town">9 digits</param>
/// <param name="Village">12 digits, in the town; absent where the town sees to that</param>
/// <param name="Officer">officer id; absent where the town sees to that</param>
public sealed record HandOverRequest(string? Town, string? Village, string? Officer);

/// <summary>JOB-13: a case handed to another town or person keeps its whole history, and its clock.</summary>
internal static class HandOver
{
    public static void MapHandOver(this IEndpointRouteBuilder app) =>
        app.MapPost("/cases/{id:guid}/hand-over", Post).Needs("cases.hand-over").WithTags("cases")
            .Produces<CaseAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("移交跟踪给本县其他镇、村或人员；经过和时限不变");

    private static Task<IResult> Post(Guid id, HandOverRequest request, Caller caller, CaseCommands commands, FollowUpPolicy policy, CancellationToken cancel) =>
        commands.Run(id, caller, (found, _) => Decide(found, request, policy, caller.Id), AuditActions.CaseHandedOver, cancel);

    /// <summary>Pure.</summary>
    private static Decision Decide(Case found, HandOverRequest request, FollowUpPolicy policy, string officer)
    {
        if (policy.Towns.FirstOrDefault(t => t.Code == request.Town) is not { } to)
        {
            return Decision.Unfit($"town 应为本县的镇代码：{string.Join("、", policy.Towns.Select(t => $"{t.Code}（{t.Name}）"))}。");
        }

        if (request.Village is { } village && to.Villages.All(v => v.Code != village))
        {
            return Decision.Unfit("village 应为该镇所辖村（社区）的12位代码。");
        }

        if (request.Officer is { } named && !IsOfficer(named))
        {
            return Decision.Unfit("officer 应为人员账号的编号（字母、数字和 . - _），不是姓名、电话或身份证号码。");
        }

        if (found.Standing.Town == to.Code && found.Standing.Village == request.Village && found.Officer == request.Officer)
        {
            return Decision.Unfit("跟踪已经由该镇、村和人员负责，无须移交。");
        }

        return !found.IsOpen ? Decision.Ended(found) : new CaseHandedOver
        {
            Case = found.Id,
            Laborer = found.Laborer,
            FormYear = found.FormYear,
            Standing = found.Standing with { Town = to.Code, Village = request.Village },
            FromTown = found.Standing.Town,
            ToOfficer = request.Officer,
            Officer = officer,
        };
    }

    /// <summary>An id, which is published; digits alone, or with an X behind them, are a phone or an ID number.</summary>
    private static bool IsOfficer(string id) => SubjectId.IsValid(id) && id.Count(char.IsAsciiLetter) > 1;
}
