using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.JobMatching.Policy;

/// <summary>The follow-up's policy: what cases of today go by, in words and figures; and all terms.</summary>
public sealed record PoliciesAnswer(string Policy, string Source, DateOnly AsOf, string Says, IReadOnlyList<FollowUpTerm> Terms);

internal static class ReadPolicies
{
    public static void MapReadPolicies(this IEndpointRouteBuilder app) =>
        app.MapGet("/policies", (FollowUpPolicy policy, BusinessClock clock) => new PoliciesAnswer(
                policy.Identity, policy.File.Source, clock.Today, Says(policy.TermAt(clock.Today)), policy.File.Terms))
            .Needs("followup.read").WithTags("cases").Produces<PoliciesAnswer>().WithSummary("“72小时”跟踪的时限及其有效期");

    private static string Says(FollowUpTerm? term) => term is null
        ? "今天没有生效的跟踪时限，不立案。"
        : $"自首次报告起满{string.Join("、", term.EscalateAtHours)}小时未上岗的逐级提醒；不挑不拣的应在{term.PlaceWithinHours}小时内上岗。";
}
