using Guzhang.Collection.ShowingPeople;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ErasingPeople;

/// <summary>Erases a person for a ground of the law; it cannot be undone. Figures stay as they are (COL-15).</summary>
internal static class ErasePerson
{
    public static void MapErasingPeople(this IEndpointRouteBuilder app) =>
        app.MapPost("/people/{laborer:guid}/erasure", Erase).Needs("people.erase").NeedsWholeCounty().WithTags("people")
            .Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(410)
            .WithSummary("删除一人的个人信息（不可恢复，统计数字不变）：reason 为 " + string.Join("、", ErasureReason.All.Keys));

    private static async Task<IResult> Erase(Guid laborer, ErasureRequest request, Caller caller, Erasure erasure, BusinessClock clock, CancellationToken cancel)
    {
        if (request.Reason is not { } reason || !ErasureReason.All.ContainsKey(reason))
        {
            return Results.Problem(
                title: "缺少事由", detail: $"reason 应为以下之一：{string.Join('；', ErasureReason.All.Select(r => $"{r.Key} {r.Value}"))}", statusCode: 400);
        }

        return await erasure.Erase(new Erased(laborer, clock.GetUtcNow(), reason), caller.AsActor(), cancel) switch
        {
            true => Results.NoContent(),
            false => RevealPerson.Erased(),
            null => Results.Problem(title: "没有此人", detail: "系统中没有该劳动力的记录", statusCode: 404),
        };
    }
}

/// <summary>Why: a code, see the summary.</summary>
public sealed record ErasureRequest(string? Reason);
