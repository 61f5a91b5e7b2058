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
            .Produces<CaseAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503)
            .WithSummary("移交跟踪给本县其他镇、村或人员；经过和时限不变");

    private static async Task<IResult> Post(
        Guid id, HandOverRequest request, Caller caller, CaseCommands commands, FollowUpPolicy policy, Officers officers, CancellationToken cancel)
    {
        try
        {
            var officer = request.Officer is { } named ? await officers.Find(named, cancel) : null;
            return await commands.Run(id, caller, (found, _) => Decide(found, request, officer, policy, caller.Id), AuditActions.CaseHandedOver, cancel);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException || (failure is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return Results.Problem(detail: "暂时无法核对负责人账号，没有移交，请稍后再试。", statusCode: 503);
        }
    }

    /// <summary>Pure.</summary>
    private static Decision Decide(Case found, HandOverRequest request, Officer? officer, FollowUpPolicy policy, string by)
    {
        if (policy.Towns.FirstOrDefault(t => t.Code == request.Town) is not { } to)
        {
            return Decision.Unfit($"town 应为本县的镇代码：{string.Join("、", policy.Towns.Select(t => $"{t.Code}（{t.Name}）"))}。");
        }

        if (request.Village is { } village && to.Villages.All(v => v.Code != village))
        {
            return Decision.Unfit("village 应为该镇所辖村（社区）的12位代码。");
        }

        if (request.Officer is not null && Fault(officer, to, request.Village) is { } fault)
        {
            return Decision.Unfit($"officer：{fault}。");
        }

        if (found.Standing.Town == to.Code && found.Standing.Village == request.Village && found.Officer == officer?.Id)
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
            ToOfficer = officer?.Id,
            Officer = by,
        };
    }

    private static string? Fault(Officer? officer, Town town, string? village) => officer switch
    {
        null => "没有这个人员账号；应填账号的编号，不是姓名、电话或身份证号码",
        { Disabled: true } => "该账号已停用",
        _ when !AccessTable.Current.Allows("cases.log", officer.Role) => $"该账号的角色（{AccessTable.Current.Roles[officer.Role]}）不办理跟踪",
        _ when !officer.Covers(town.Code, village) => $"{town.Name}{(village is null ? "" : "该村")}不在该账号的管辖区划内",
        _ => null,
    };
}
