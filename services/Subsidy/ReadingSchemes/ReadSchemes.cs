using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Subsidy.Policy;
using Guzhang.Subsidy.Screening;

namespace Guzhang.Subsidy.ReadingSchemes;

/// <summary>
/// The schemes as the county's policy has them on a business date. <paramref name="Policy"/> is what decisions name;
/// <paramref name="Notice"/> says that it stands in for one that nobody has decided yet (<paramref name="Demo"/>).
/// </summary>
public sealed record SchemesAnswer(string Policy, string Source, bool Demo, string? Notice, DateOnly AsOf, IReadOnlyList<SchemeAnswer> Schemes);

/// <summary>
/// One scheme. <see cref="Yuan"/> is today's amount; without one nothing can be paid, and <see cref="Note"/> says so.
/// <see cref="From"/> and <see cref="To"/> bound the conditions for forms of today; absent where the scheme is not in force.
/// </summary>
public sealed record SchemeAnswer(
    string Id, string Name, string Clause, string Approver, string ApproverName, IReadOnlyList<string> Documents, bool InForce, DateOnly? From, DateOnly? To,
    IReadOnlyList<string> Conditions, decimal? Yuan, bool Payable, string Note);

internal static class ReadSchemes
{
    public static void MapReadSchemes(this IEndpointRouteBuilder app) =>
        app.MapGet("/schemes", (SubsidyPolicy policy, BusinessClock clock) => Answer(policy, clock.Today))
            .Needs("schemes.read").WithTags("schemes").Produces<SchemesAnswer>()
            .WithSummary("补贴项目：条件、标准、所需材料、审批单位和有效期");

    private static SchemesAnswer Answer(SubsidyPolicy policy, DateOnly today) => new(
        policy.Identity, policy.File.Source, policy.File.Demo, policy.File.Notice, today, [.. policy.Schemes.Select(s => Answer(s, today))]);

    private static SchemeAnswer Answer(Scheme scheme, DateOnly today)
    {
        var (term, yuan) = (scheme.TermAt(today), scheme.YuanAt(today));
        return new SchemeAnswer(
            scheme.Id, scheme.Name, scheme.Clause, scheme.Approver, AccessTable.Current.Roles[scheme.Approver], scheme.Documents,
            term is not null, term?.From, term?.To, [.. (term?.Conditions ?? []).Select(c => Words.Asks(c.Code, c.Asked))], yuan, yuan is not null,
            yuan is null ? $"{today:yyyy-MM-dd} 没有设定补贴标准，不能发放。" : $"每人{yuan:0.##}元。");
    }
}
