using Guzhang.Contracts.Collection;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Verification.Work;
using Npgsql;

namespace Guzhang.Verification.ReadingWork;

/// <summary>A page of the work list; <paramref name="Next"/> goes into <c>after</c> for the page behind it, absent on the last.</summary>
public sealed record WorkPage(IReadOnlyList<WorkLine> Items, Guid? Next, long Total);

/// <summary>A form as the task force sees it.</summary>
public sealed record WorkLine(
    Guid Laborer, int FormYear, int FormVersion, string Town, string? Village, string Collector,
    IReadOnlyList<Warning> Warnings, IReadOnlyList<string> ChangedFields, DateTimeOffset SubmittedAt,
    string State, string? RefusedRule, string? Officer, IReadOnlyList<string>? Reasons);

internal static class ReadWork
{
    private const int MostPerPage = 1000;
    private static readonly string[] States = [.. Enum.GetValues<WorkState>().Select(WorkTable.Text)];

    public static void MapReadWork(this IEndpointRouteBuilder app) =>
        app.MapGet("/work", Read).Needs("work.read").WithTags("work").Produces<WorkPage>()
            .WithSummary("采集表清单：按状态（state）、镇（town）筛选，按劳动力编号翻页（after、limit）");

    private static async Task<IResult> Read(
        Caller caller, NpgsqlDataSource database, string? state, string? town, Guid? after, int? limit, CancellationToken cancel)
    {
        if (!States.Contains(state ??= "waiting"))
        {
            return Results.Problem(detail: $"state 应为 {string.Join("、", States)} 之一。", statusCode: 400);
        }

        if (limit is < 1 or > MostPerPage)
        {
            return Results.Problem(detail: $"limit 应在 1 到 {MostPerPage} 之间。", statusCode: 400);
        }

        // A village's officer may name the own town: the scope below narrows it.
        if (town is not null && !caller.Division.StartsWith(town, StringComparison.Ordinal))
        {
            caller.Require(town);
        }

        const string Chosen = "state = $1 and ($2 is null or town = $2) and (starts_with(town, $3) or starts_with(village, $3))";
        await using var batch = database.CreateBatch();
        var count = new NpgsqlBatchCommand($"select count(*) from verification.work where {Chosen}");
        var page = new NpgsqlBatchCommand(
            $"select {WorkTable.Columns} from verification.work where {Chosen} and ($4::uuid is null or laborer > $4) order by laborer limit $5");
        foreach (var command in new[] { count, page })
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = state });
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)town ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.Division });
            batch.BatchCommands.Add(command);
        }

        var size = limit ?? 200;
        page.Parameters.Add(new NpgsqlParameter { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        page.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size + 1 });

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        var items = await WorkTable.Read(reader, cancel);
        var shown = items.Take(size).Select(Line).ToList();
        return Results.Ok(new WorkPage(shown, items.Count > size ? shown[^1].Laborer : null, total));
    }

    /// <summary>A row as it is answered.</summary>
    public static WorkLine Line(WorkItem i) => new(
        i.Laborer, i.FormYear, i.FormVersion, i.Town, i.Village, i.Collector, i.Warnings, i.ChangedFields, i.SubmittedAt,
        WorkTable.Text(i.State), i.RefusedRule, i.Decision?.Officer, i.Decision?.Reasons);
}
