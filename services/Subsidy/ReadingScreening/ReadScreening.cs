using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Subsidy;
using Guzhang.Journal;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Postgres;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Subsidy.People;
using Guzhang.Subsidy.Policy;
using Guzhang.Subsidy.Screening;
using Npgsql;

namespace Guzhang.Subsidy.ReadingScreening;

/// <summary>How a person was screened for every scheme, now and before (SUB-14). <paramref name="Note"/> says why there may be nothing.</summary>
public sealed record ScreeningAnswer(Guid Laborer, string Town, string? Village, string? Note, string? Notice, IReadOnlyList<SchemeScreening> Schemes);

/// <summary>A scheme in a form year: the present answer first, then what was answered before it.</summary>
public sealed record SchemeScreening(string Scheme, string Name, int FormYear, bool Qualifies, IReadOnlyList<ScreeningStep> Answers);

/// <summary>One answer: when, in a sentence, and each condition.</summary>
public sealed record ScreeningStep(
    DateTimeOffset At, bool Qualifies, string Says, int FormVersion, string Policy, IReadOnlyList<ConditionLine> Conditions);

internal static class ReadScreening
{
    private const int MostEvents = 1000;

    public static void MapReadScreening(this IEndpointRouteBuilder app) =>
        app.MapGet("/laborers/{id:guid}/screening", Read).Needs("screening.read").WithTags("qualifying")
            .Produces<ScreeningAnswer>().ProducesProblem(404)
            .WithSummary("一个人各项补贴的筛选结果：每项条件由哪版采集表的哪个事实、按哪版政策得出，以及此前各次结果");

    private static async Task<IResult> Read(
        Guid id, Caller caller, NpgsqlDataSource database, PostgresEventStore journal, SubsidyPolicy policy, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        if ((await PeopleTable.Of(id, connection, cancel)).FirstOrDefault() is not { } person)
        {
            return Results.Problem(detail: "没有这个人的采集表。", statusCode: 404);
        }

        var (town, village) = person.Confirmed is { } form ? (form.Town, form.Village) : (person.Town, person.Village);
        if (!caller.Covers(town))
        {
            caller.Require(village ?? town);
        }

        var events = await journal.ReadNewest(Screenings.Stream(id), MostEvents, cancel);
        return Results.Ok(new ScreeningAnswer(
            id, town, village, events.Count == 0 ? "采集表尚未经专班确认，不参加补贴筛选。" : null, policy.File.Notice, Answers(events, policy)));
    }

    private static List<SchemeScreening> Answers(IEnumerable<StoredEvent> events, SubsidyPolicy policy) =>
    [
        .. events.Select(e => (At: TimeZoneInfo.ConvertTime(e.RecordedAt, BusinessClock.China), Said: JsonSerializer.Deserialize<QualificationChanged>(e.Data, ContractJson.Options)!))
            .GroupBy(e => (e.Said.FormYear, e.Said.Scheme)).OrderByDescending(g => g.Key.FormYear)
            .Select(g => new SchemeScreening(
                g.Key.Scheme, Name(g.Key.Scheme, policy), g.Key.FormYear, g.Last().Said.Qualifies,
                [.. g.Reverse().Select(e => Step(e.At, e.Said, Name(g.Key.Scheme, policy)))])),
    ];

    private static ScreeningStep Step(DateTimeOffset at, QualificationChanged said, string name)
    {
        var missed = said.Conditions.Count(c => !c.Met);
        var result = said.Qualifies ? $"符合{name}的全部条件" : $"不符合{name}的条件（{missed}项）";
        return new ScreeningStep(
            at, said.Qualifies, $"按政策 {said.Policy}，依据第{said.FormVersion}版采集表：{result}。", said.FormVersion, said.Policy, ConditionLine.Of(said));
    }

    private static string Name(string scheme, SubsidyPolicy policy) => policy.Find(scheme)?.Name ?? scheme;
}
