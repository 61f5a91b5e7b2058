using Guzhang.Audit;
using Guzhang.Journal.Rebuilding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guzhang.Journal.Http;

/// <summary>RPT-07: the operator has a service's tables made anew from the journals, compared, and swapped in.</summary>
public static class RebuildEndpoints
{
    /// <summary>Maps <c>POST /rebuild</c> and <c>GET /rebuild</c>; the caller says who may.</summary>
    public static RouteGroupBuilder MapRebuild(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/rebuild").WithTags("rebuild");
        group.MapPost("", Begin).Produces<RebuildState>(StatusCodes.Status202Accepted)
            .WithSummary("由事件日志重建本服务的数据表并与现用的逐行比较；swap=true 时比较后替换（有差异也替换）");
        group.MapGet("", (RebuildRunner runner, CancellationToken cancel) => runner.State(cancel)).Produces<RebuildState>()
            .WithSummary("重建的进度，或最近一次重建的结果");
        return group;
    }

    private static async Task<IResult> Begin(RebuildRunner runner, HttpContext http, bool? swap, CancellationToken cancel) =>
        await runner.Begin(swap ?? false, Actor.Of(http.User), cancel)
            ? Results.Accepted("rebuild", await runner.State(cancel))
            : Results.Problem(title: "正在重建", detail: "上一次重建尚未结束，进度见 GET /rebuild。", statusCode: 409);
}
