using System.Text.Json.Serialization;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.Reporting.Policy;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Reporting.DispatchTable;

/// <summary>The dispatch table 调度表 as it is now.</summary>
/// <param name="FormYear">2020 stands for October 2019 to September 2020.</param>
/// <param name="AsOf">Business time.</param>
/// <param name="Positions">Up to where each journal is certainly taken in.</param>
/// <param name="Columns">In the order of docs/dispatch-table.md.</param>
/// <param name="Lines">Towns in the county's order, then 未识别; a town's officer sees the own town.</param>
/// <param name="Total">Sum of the lines shown.</param>
public sealed record DispatchAnswer(
    int FormYear, DateTimeOffset AsOf, IReadOnlyDictionary<string, string> Positions, IReadOnlyList<ColumnTitle> Columns,
    IReadOnlyList<LineAnswer> Lines, IReadOnlyDictionary<string, long> Total);

/// <summary>Name in JSON and printed title.</summary>
public sealed record ColumnTitle(string Key, string Title);

/// <summary>One line; without a town it is 未识别.</summary>
public sealed record LineAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Town, string Name, IReadOnlyDictionary<string, long> Figures);

internal static class ReadDispatch
{
    public static void MapReadDispatch(this IEndpointRouteBuilder app) =>
        app.MapGet("/dispatch", Read).Needs("dispatch.read").WithTags("dispatch").Produces<DispatchAnswer>()
            .WithSummary("调度表：各镇各项数字，每行各部分之和等于总数");

    private static async Task<IResult> Read(
        Caller caller, Figures figures, CountyPolicy policy, BusinessClock clock, int? formYear, CancellationToken cancel)
    {
        var year = formYear ?? policy.Years.At(clock.Today);
        if (Years.Fault(year, policy) is { } fault)
        {
            return fault;
        }

        var (lines, positions) = await figures.Count(year, caller, cancel);
        var total = policy.Columns.All.ToDictionary(c => c.Key, c => lines.Sum(l => l.Figures[c.Key]));
        return Results.Ok(new DispatchAnswer(
            year, clock.GetLocalNow(), positions, [.. policy.Columns.All.Select(c => new ColumnTitle(c.Key, c.Title))],
            [.. lines.Select(l => new LineAnswer(l.Town, l.Name, l.Figures))], total));
    }
}

/// <summary>Form years a report can be asked for.</summary>
internal static class Years
{
    /// <summary>A problem where the county's calendar doesn't know the year.</summary>
    public static IResult? Fault(int year, CountyPolicy policy) => policy.Years.ContainsKey(year)
        ? null
        : Results.Problem(detail: $"没有 {year} 年度；可查询的年度：{string.Join("、", policy.Years.Keys.Order())}。", statusCode: 400);
}
