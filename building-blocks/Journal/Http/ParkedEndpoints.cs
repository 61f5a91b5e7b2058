using Guzhang.Audit;
using Guzhang.Journal.Inbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guzhang.Journal.Http;

/// <summary>Parked events, for operators.</summary>
public static class ParkedEndpoints
{
    private const int MostPerPage = 1000;
    private const int LongestReason = 500;

    /// <summary>Maps <c>GET /parked</c> and <c>GET /parked/decisions</c>; the caller says who may.</summary>
    public static RouteGroupBuilder MapReadingParked(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/parked").WithTags("parked");
        group.MapGet("", List).WithSummary("搁置的事件：按对象和序号排列，附原因（max）");
        group.MapGet("decisions", Decisions).WithSummary("对搁置事件的处理记录，最近的在前（max）");
        return group;
    }

    /// <summary>Maps <c>POST /parked/{id}/replay</c> and <c>POST /parked/{id}/discard</c>; the caller says who may.</summary>
    public static RouteGroupBuilder MapDecidingParked(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/parked/{id:guid}").WithTags("parked");
        group.MapPost("replay", Replay).WithSummary("按顺序重新处理该事件所属对象的搁置事件，遇到失败为止");
        group.MapPost("discard", Discard).WithSummary("放弃该事件（须是所属对象的第一个搁置事件，须写明理由），其后的事件随即处理");
        return group;
    }

    private static async Task<IResult> List(ParkedEvents parked, int? max, CancellationToken cancel) =>
        Size(max) is { } size ? Results.Ok(await parked.List(size, cancel)) : WrongSize();

    private static async Task<IResult> Decisions(ParkedEvents parked, int? max, CancellationToken cancel) =>
        Size(max) is { } size ? Results.Ok(await parked.Decisions(size, cancel)) : WrongSize();

    private static async Task<IResult> Replay(Guid id, HttpContext http, ParkedEvents parked, CancellationToken cancel) =>
        Answer(await parked.Replay(id, Actor.Of(http.User), cancel));

    private static async Task<IResult> Discard(Guid id, Discarding discarding, HttpContext http, ParkedEvents parked, CancellationToken cancel) =>
        discarding.Reason?.Trim() is { Length: > 0 and <= LongestReason } reason
            ? Answer(await parked.Discard(id, reason, Actor.Of(http.User), cancel))
            : Results.Problem(title: "缺少理由", detail: $"放弃事件须写明理由（reason，不超过 {LongestReason} 字）", statusCode: 400);

    private static IResult Answer(ParkedOutcome? outcome) => outcome switch
    {
        null => Results.Problem(title: "没有找到", detail: "该事件不在搁置之列，可能已被处理", statusCode: 404),
        { First: { } first } => Results.Problem(
            title: "须先处理前面的事件", detail: $"同一对象的第一个搁置事件是 {first}", statusCode: 409,
            extensions: new Dictionary<string, object?> { ["first"] = first }),
        _ => Results.Ok(new Decided(outcome.Applied, outcome.Failure)),
    };

    private static int? Size(int? max) => (max ?? 200) is >= 1 and <= MostPerPage and var size ? size : null;

    private static IResult WrongSize() => Results.Problem(title: "页面大小无效", detail: $"max 应在 1 到 {MostPerPage} 之间", statusCode: 400);

    /// <summary>Why an event is given up.</summary>
    public sealed record Discarding(string? Reason);

    /// <summary>How many events were applied, and why the next one failed again.</summary>
    public sealed record Decided(int Applied, string? Failure);
}
