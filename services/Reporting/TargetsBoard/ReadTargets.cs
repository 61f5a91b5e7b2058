using System.Text.Json.Serialization;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.Reporting.DispatchTable;
using Guzhang.Reporting.Policy;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Reporting.TargetsBoard;

/// <summary>The targets of the plan and where the county stands (clause 二).</summary>
/// <param name="FormYear">2020 stands for October 2019 to September 2020.</param>
/// <param name="AsOf">Business time.</param>
/// <param name="Policy">Version of targets.json.</param>
/// <param name="Source">The clauses it is from.</param>
/// <param name="Counting">The counting policy behind the figures: its version and the beginning of its SHA-256.</param>
/// <param name="Targets">In the order of the policy.</param>
public sealed record TargetsAnswer(
    int FormYear, DateTimeOffset AsOf, string Policy, string Source, string Counting, IReadOnlyList<TargetAnswer> Targets);

/// <summary>
/// One target. <see cref="State"/> is 已完成, 未完成 or 未下达 (no number handed down). Count, gap (how many more it takes)
/// and state are the county's and shown to callers of the county; a town's officer sees the own town's count.
/// </summary>
public sealed record TargetAnswer(
    string Id, string Name, string Reading, string? Population, string Comparison, long? Number,
    long? Count, long? Gap, bool? Met, string? State, IReadOnlyList<TownCount> Towns);

/// <summary>People of the target's population in a town; without a town it is 未识别.</summary>
public sealed record TownCount([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Town, string Name, long Count);

internal static class ReadTargets
{
    public static void MapReadTargets(this IEndpointRouteBuilder app) =>
        app.MapGet("/targets", Read).Needs("targets.read").WithTags("targets").Produces<TargetsAnswer>()
            .WithSummary("目标任务：完成人数、差额、是否完成及其读法，全县和各镇；未下达数字的照样列出");

    private static async Task<IResult> Read(
        Caller caller, Figures figures, CountyPolicy policy, BusinessClock clock, int? formYear, CancellationToken cancel)
    {
        var year = formYear ?? policy.Years.At(clock.Today);
        if (Years.Fault(year, policy) is { } fault)
        {
            return fault;
        }

        var (lines, _) = await figures.Count(year, caller, cancel);
        return Results.Ok(new TargetsAnswer(
            year, clock.GetLocalNow(), policy.Targets.Version, policy.Targets.Source, policy.CountingIdentity,
            [.. policy.Targets.Targets.Select(t => Answer(t, lines, wholeCounty: caller.Covers(null)))]));
    }

    /// <summary>Pure: where a target stands.</summary>
    internal static TargetAnswer Answer(Target target, IReadOnlyList<CountedLine> lines, bool wholeCounty)
    {
        IReadOnlyList<TownCount> towns = target.Population is { } column
            ? [.. lines.Select(l => new TownCount(l.Town, l.Name, l.Figures[column]))]
            : [];
        long? count = wholeCounty && target.Population is not null ? towns.Sum(t => t.Count) : null;
        long? gap = count is { } reached && target.Number is not null ? target.Gap(reached) : null;
        bool? met = gap is null ? null : gap == 0;
        var state = target.Number is null ? "未下达" : met switch { true => "已完成", false => "未完成", null => null };
        return new TargetAnswer(
            target.Id, target.Name, target.Reading, target.Population, target.Comparison, target.Number, count, gap, met, state, towns);
    }
}
