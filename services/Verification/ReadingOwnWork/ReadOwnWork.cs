using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Verification.ReadingWork;
using Guzhang.Verification.Work;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Verification.ReadingOwnWork;

/// <summary>How many people stand on each list.</summary>
/// <param name="Returned">The task force gave the form back.</param>
/// <param name="Update">Confirmed before this month: to be checked again (三(一)3).</param>
/// <param name="Waiting">With the task force.</param>
/// <param name="Done">Confirmed, from a form of this month.</param>
public sealed record OwnCounts(long Returned, long Update, long Waiting, long Done);

/// <summary>A page of one of a collector's lists; <paramref name="Next"/> goes into <c>after</c> for the page behind it, absent on the last.</summary>
public sealed record OwnWorkPage(IReadOnlyList<WorkLine> Items, Guid? Next, OwnCounts Counts);

/// <summary>What a collector has to do with the people of the own division: mend what was returned, bring up to date what is of an earlier month.</summary>
internal static class ReadOwnWork
{
    private const int MostPerPage = 1000;

    /// <summary>What stands on each list; $1 is the first moment of the month.</summary>
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["returned"] = "state = 'returned'",
        ["update"] = "state = 'confirmed' and submitted_at < $1",
        ["waiting"] = "state in ('waiting', 'decided')",
        ["done"] = "state = 'confirmed' and submitted_at >= $1",
    };

    public static void MapReadOwnWork(this IEndpointRouteBuilder app) =>
        app.MapGet("/work/own", Read).Needs("work.own").WithTags("work").Produces<OwnWorkPage>().ProducesProblem(400).ProducesProblem(403)
            .WithSummary("本人的采集清单（list：returned 退回、update 待更新、waiting 待确认、done 本月已完成）；mine=true 只看本人采集的，village 筛选镇村，按劳动力编号翻页（after、limit）");

    private static async Task<IResult> Read(
        Caller caller, NpgsqlDataSource database, BusinessClock clock, string? list, bool? mine, string? village, Guid? after, int? limit, CancellationToken cancel)
    {
        if (!Lists.TryGetValue(list ?? "returned", out var chosen))
        {
            return Results.Problem(detail: $"list 应为 {string.Join("、", Lists.Keys)} 之一。", statusCode: 400);
        }

        if (limit is < 1 or > MostPerPage)
        {
            return Results.Problem(detail: $"limit 应在 1 到 {MostPerPage} 之间。", statusCode: 400);
        }

        if (village is not null)
        {
            caller.Require(village);
        }

        const string Within = "starts_with(coalesce(village, town), $2) and ($3::text is null or collector = $3)";
        await using var batch = database.CreateBatch();
        var counts = new NpgsqlBatchCommand($"select {string.Join(", ", Lists.Values.Select(l => $"count(*) filter (where {l})"))} from verification.work where {Within}");
        var page = new NpgsqlBatchCommand(
            $"select {WorkTable.Columns} from verification.work where {chosen} and {Within} and $1::timestamptz is not null and ($4::uuid is null or laborer > $4) order by laborer limit $5");
        foreach (var command in new[] { counts, page })
        {
            command.Parameters.Add(new() { Value = FirstOfMonth(clock.Today) });
            command.Parameters.Add(new() { Value = village ?? caller.Division });
            command.Parameters.Add(new() { Value = mine == true ? caller.Id : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            batch.BatchCommands.Add(command);
        }

        var size = limit ?? 100;
        page.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        page.Parameters.Add(new() { Value = size + 1 });

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var counted = new OwnCounts(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
        await reader.NextResultAsync(cancel);
        var items = await WorkTable.Read(reader, cancel);
        var shown = items.Take(size).Select(ReadWork.Line).ToList();
        return Results.Ok(new OwnWorkPage(shown, items.Count > size ? shown[^1].Laborer : null, counted));
    }

    private static DateTime FirstOfMonth(DateOnly today) =>
        new DateTimeOffset(today.Year, today.Month, 1, 0, 0, 0, BusinessClock.China.BaseUtcOffset).UtcDateTime;
}
