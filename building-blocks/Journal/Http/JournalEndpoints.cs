using System.Globalization;
using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.OtherSystems;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Inbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guzhang.Journal.Http;

/// <summary>
/// The journal as others read it: NDJSON pages by position, by aggregate and seq, heads only, or a stream that stays open.
/// A subscriber sees what it is granted (<see cref="EventGrant"/>); its pages move on over the rest all the same.
/// </summary>
public static class JournalEndpoints
{
    private const int MostPerPage = 5000;
    private const int LivePage = 500;

    /// <summary>Header with the seq up to which an aggregate was read, events that the caller may not see included.</summary>
    public const string SeqHeader = "Guzhang-Seq";

    /// <summary>Maps <c>GET /journal</c>, <c>GET /journal/heads</c> and the contracts of the events; the caller says who may.</summary>
    public static RouteGroupBuilder MapJournal(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/journal").WithTags("journal");
        group.MapGet("", Read).WithSummary("已发布事件：按位置翻页（from、max），按对象（aggregate、fromSeq），或持续推送（live=true）");
        group.MapGet("heads", Heads).WithSummary("各对象的最新序号，不含内容");
        group.MapGet("asyncapi.json", () => Results.Text(EventContracts.AsyncApi, "application/json"))
            .WithSummary("对外事件的 AsyncAPI 3 文档（全部服务）");
        group.MapGet("schemas/{type}", (string type) => EventContracts.Schema(type) is { } schema
                ? Results.Text(schema, "application/schema+json")
                : Results.Problem(detail: $"没有事件类型“{type}”。", statusCode: 404))
            .WithSummary("一种事件的 JSON Schema");
        return group;
    }

    private static async Task<IResult> Read(
        HttpContext http, IEventStore journal, JournalOptions options,
        string? from, int? max, string? aggregate, long? fromSeq, bool? live, CancellationToken cancel)
    {
        if (Check(from, max, out var after, out var size) is { } bad)
        {
            return bad;
        }

        if (aggregate is not null)
        {
            var events = await journal.ReadPublished(aggregate, fromSeq ?? 1, size, cancel);
            http.Response.Headers[SeqHeader] = string.Create(CultureInfo.InvariantCulture, $"{(events.Count == 0 ? (fromSeq ?? 1) - 1 : events[^1].Seq)}");
            return await Write(http, events.Select(Shown(http, options)), null, cancel);
        }

        try
        {
            if (live == true)
            {
                return await Stream(http, journal, options, after, cancel);
            }

            var page = await journal.ReadAll(after, size, cancel);
            return await Write(http, page.Select(Shown(http, options)), page.Count == 0 ? after : page[^1].Position, cancel);
        }
        catch (AbandonedTimelineException abandoned)
        {
            return Abandoned(abandoned);
        }
    }

    private static async Task<IResult> Heads(
        HttpContext http, IEventStore journal, JournalOptions options, string? from, int? max, CancellationToken cancel)
    {
        if (Check(from, max, out var after, out var size) is { } bad)
        {
            return bad;
        }

        try
        {
            var page = await journal.ReadAll(after, size, cancel);
            var shown = Shown(http, options);
            var whole = EventGrant.Of(http.User) is null;
            var heads = page.Where(e => e.Seq is not null && (whole || shown(e) is not null)).Select(e => new JournalHead(e.Stream, e.Seq!.Value, e.StoredAt, e.Position.ToString()));
            return await Write(http, heads, page.Count == 0 ? after : page[^1].Position, cancel);
        }
        catch (AbandonedTimelineException abandoned)
        {
            return Abandoned(abandoned);
        }
    }

    /// <summary>What of a stored event the caller sees.</summary>
    private static Func<StoredEvent, PublishedEvent?> Shown(HttpContext http, JournalOptions options) =>
        EventGrant.Of(http.User) is { } grant ? stored => options.ToPublished(stored) is { } published && grant.Shows(published) ? published : null : options.ToPublished;

    private static IResult? Check(string? from, int? max, out Position after, out int size)
    {
        size = max ?? 1000;
        return !Position.TryParse(from, out after)
            ? Results.Problem(title: "位置无效", detail: $"from 不是日志位置：{from}", statusCode: 400)
            : size is < 1 or > MostPerPage
                ? Results.Problem(title: "页面大小无效", detail: $"max 应在 1 到 {MostPerPage} 之间", statusCode: 400)
                : null;
    }

    private static IResult Abandoned(AbandonedTimelineException abandoned) => Results.Problem(
        title: "位置来自已废弃的时间线", detail: $"恢复后的历史在 {abandoned.Fork} 之后与此不同，请从该位置重新读取", statusCode: 409,
        extensions: new Dictionary<string, object?> { ["fork"] = abandoned.Fork.ToString() });

    private static async Task<IResult> Write<T>(HttpContext http, IEnumerable<T?> lines, Position? at, CancellationToken cancel)
        where T : class
    {
        http.Response.ContentType = "application/x-ndjson";
        if (at is { } position)
        {
            http.Response.Headers[JournalClient.PositionHeader] = position.ToString();
        }

        foreach (var line in lines)
        {
            await WriteLine(http, line, cancel);
        }

        return Results.Empty;
    }

    private static async Task WriteLine<T>(HttpContext http, T? line, CancellationToken cancel)
        where T : class
    {
        if (line is not null)
        {
            await JsonSerializer.SerializeAsync(http.Response.Body, line, ContractJson.Options, cancel);
            await http.Response.Body.WriteAsync("\n"u8.ToArray(), cancel);
        }
    }

    private static async Task<IResult> Stream(
        HttpContext http, IEventStore journal, JournalOptions options, Position after, CancellationToken cancel)
    {
        var page = await journal.ReadAll(after, LivePage, cancel); // before the answer begins: it may be a refusal
        var shown = Shown(http, options);
        http.Response.ContentType = "application/x-ndjson";
        await http.Response.StartAsync(cancel);
        for (; ; page = await journal.ReadAll(after, LivePage, cancel))
        {
            foreach (var stored in page)
            {
                await WriteLine(http, shown(stored), cancel);
                after = stored.Position;
            }

            await http.Response.Body.FlushAsync(cancel);
            if (page.Count == 0)
            {
                await journal.WaitForMore(TimeSpan.FromMilliseconds(100), cancel);
            }
        }
    }

    /// <summary>Maps <c>GET /clock</c>: what the business clock shows here.</summary>
    public static RouteHandlerBuilder MapClock(this IEndpointRouteBuilder app) =>
        app.MapGet("/clock", (BusinessClock clock) => TypedResults.Ok(new ClockReading(clock.GetLocalNow())))
            .WithTags("clock").WithSummary("业务时钟");
}

/// <summary>Business time, with China's offset.</summary>
public sealed record ClockReading(DateTimeOffset BusinessTime);
