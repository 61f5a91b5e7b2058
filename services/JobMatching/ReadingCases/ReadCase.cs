using System.Text.Json;
using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.Policy;
using Guzhang.Journal;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Postgres;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.JobMatching.ReadingCases;

/// <summary>A case, and everything that happened to it, the oldest first; of a very long one the newest part.</summary>
public sealed record CaseHistory(CaseAnswer Case, IReadOnlyList<CaseStep> History);

/// <summary>Something that happened: when, what (the event's name without prefix and version), a sentence, and who.</summary>
public sealed record CaseStep(DateTimeOffset At, string What, string Says, string? By);

internal static class ReadCase
{
    private const int MostEvents = 5000;

    public static void MapReadCase(this IEndpointRouteBuilder app) =>
        app.MapGet("/cases/{id:guid}", Read).Needs("cases.read").WithTags("cases").Produces<CaseHistory>().ProducesProblem(404)
            .WithSummary("一个跟踪案件的全部经过");

    private static async Task<IResult> Read(
        Guid id, Caller caller, NpgsqlDataSource database, PostgresEventStore journal, FollowUpPolicy policy, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var command = new NpgsqlCommand($"select {CaseTable.Columns} from jobmatching.cases where id = $1", connection);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if ((await CaseTable.Read(reader, cancel)).SingleOrDefault() is not { } found)
        {
            return Results.Problem(detail: "没有这个跟踪案件。", statusCode: 404);
        }

        found.RequireInScope(caller);
        var events = await journal.ReadNewest(CaseEvents.Stream(id), MostEvents, cancel);
        return Results.Ok(new CaseHistory(CaseAnswer.Of(found), [.. events.Select(e => Step(e, policy))]));
    }

    private static CaseStep Step(StoredEvent stored, FollowUpPolicy policy)
    {
        var said = CaseEvents.Read(stored.Type, JsonElement.Parse(stored.Data)) ?? throw new UnknownEventTypeException(stored.Type);
        var by = said switch
        {
            CaseOpened opened => opened.Officer,
            CaseLogged logged => logged.Officer,
            CaseHandedOver handed => handed.Officer,
            CaseClosed closed => closed.Officer,
            _ => null,
        };
        return new CaseStep(TimeZoneInfo.ConvertTime(stored.RecordedAt, BusinessClock.China), stored.Type.Split('.')[2], CaseWords.Of(said, policy), by);
    }
}
