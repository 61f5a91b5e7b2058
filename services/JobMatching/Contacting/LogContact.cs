using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.JobMatching.Contacting;

/// <summary>What was done for the person, and what came of it: codes of <c>LogContact.Kinds</c>.</summary>
public sealed record ContactRequest(string? Kind, string? Outcome);

/// <summary>JOB-01: pushes, contacts, offers and refusals are logged. None of them ends a case.</summary>
internal static class LogContact
{
    /// <summary>Kinds in words, each with what can come of it.</summary>
    public static IReadOnlyDictionary<string, (string Label, IReadOnlyDictionary<string, string> Outcomes)> Kinds { get; } =
        new Dictionary<string, (string, IReadOnlyDictionary<string, string>)>
        {
            ["push"] = ("推送岗位短信", new Dictionary<string, string> { ["sent"] = "已发送", ["failed"] = "未送达" }),
            ["call"] = ("电话联系", new Dictionary<string, string> { ["reached"] = "已联系上", ["unreachable"] = "未联系上" }),
            ["visit"] = ("上门走访、送岗", new Dictionary<string, string> { ["reached"] = "见到本人", ["unreachable"] = "未见到本人" }),
            ["offer"] = ("推荐岗位", new Dictionary<string, string> { ["accepted"] = "愿意去", ["refused"] = "拒绝该岗位", ["pending"] = "考虑中" }),
        };

    public static void MapLogContact(this IEndpointRouteBuilder app) =>
        app.MapPost("/cases/{id:guid}/contacts", Post).Needs("cases.log").WithTags("cases")
            .Produces<CaseAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("记录推送（push）、电话（call）、走访（visit）、推荐岗位（offer）及结果（outcome）；不结束跟踪");

    private static Task<IResult> Post(Guid id, ContactRequest request, Caller caller, CaseCommands commands, CancellationToken cancel) =>
        commands.Run(id, caller, (found, _) => Decide(found, request, caller.Id), audited: null, cancel);

    /// <summary>Pure.</summary>
    private static Decision Decide(Case found, ContactRequest request, string officer)
    {
        if (request.Kind is null || !Kinds.TryGetValue(request.Kind, out var kind))
        {
            return Decision.Unfit($"kind 应为 {string.Join("、", Kinds.Select(k => $"{k.Key}（{k.Value.Label}）"))} 之一。");
        }

        if (request.Outcome is null || !kind.Outcomes.ContainsKey(request.Outcome))
        {
            return Decision.Unfit($"{kind.Label}的 outcome 应为 {string.Join("、", kind.Outcomes.Select(o => $"{o.Key}（{o.Value}）"))} 之一。");
        }

        return !found.IsOpen ? Decision.Ended(found) : new CaseLogged
        {
            Case = found.Id,
            Laborer = found.Laborer,
            FormYear = found.FormYear,
            Standing = found.Standing,
            Kind = request.Kind,
            Outcome = request.Outcome,
            Officer = officer,
        };
    }
}
