using System.Data;
using Guzhang.JobMatching.Cases;
using Guzhang.ServiceDefaults.Access;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.JobMatching.ReadingCases;

/// <summary>A page of cases; <paramref name="Total"/> is the list's length. <paramref name="Next"/> goes into <c>after</c> for the page behind it, absent on the last.</summary>
public sealed record CasesPage(long Total, IReadOnlyList<CaseAnswer> Items, Guid? Next);

internal static class ReadCases
{
    private const int MostPerPage = 1000;

    /// <summary>Which cases a list holds, as a condition on the table; number and list go by this one condition.</summary>
    private static readonly Dictionary<string, (string Label, string Condition)> States = new()
    {
        ["open"] = ("跟踪中", "state = 'open'"),
        ["overdue"] = ("跟踪中且已满时限", "state = 'open' and stage >= limit_hours"),
        ["placed"] = ("已上岗", "state = 'placed'"),
        ["ended"] = ("未上岗而结束", "state in ('refused', 'no-wish', 'exited')"),
        ["breach"] = ("不挑不拣超时未上岗", "breach"),
    };

    public static void MapReadCases(this IEndpointRouteBuilder app) =>
        app.MapGet("/cases", Read).Needs("cases.read").WithTags("cases").Produces<CasesPage>()
            .WithSummary($"返乡回流跟踪：按状态（state：{string.Join("、", States.Select(s => $"{s.Key} {s.Value.Label}"))}；默认 open）和镇（town）筛选，翻页（after、limit）");

    private static async Task<IResult> Read(
        Caller caller, NpgsqlDataSource database, string? state, string? town, Guid? after, int? limit, CancellationToken cancel)
    {
        if (!States.TryGetValue(state ?? "open", out var chosen))
        {
            return Results.Problem(detail: $"state 应为 {string.Join("、", States.Select(s => $"{s.Key}（{s.Value.Label}）"))} 之一。", statusCode: 400);
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

        var size = limit ?? 200;
        var (total, cases) = await Page(database, caller, chosen.Condition, town, after, size + 1, cancel);
        var shown = cases.Take(size).Select(CaseAnswer.Of).ToList();
        return Results.Ok(new CasesPage(total, shown, cases.Count > size ? shown[^1].Id : null));
    }

    private static async Task<(long Total, List<Case> Cases)> Page(
        NpgsqlDataSource database, Caller caller, string condition, string? town, Guid? after, int most, CancellationToken cancel)
    {
        var chosen = $"({condition}) and ($1 is null or town = $1) and (starts_with(town, $2) or starts_with(village, $2))";
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(connection);
        var count = new NpgsqlBatchCommand($"select count(*) from jobmatching.cases where {chosen}");
        var page = new NpgsqlBatchCommand(
            $"select {CaseTable.Columns} from jobmatching.cases where {chosen} and ($3::uuid is null or id > $3) order by id limit $4");
        foreach (var command in new[] { count, page })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)town ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = caller.Division });
            batch.BatchCommands.Add(command);
        }

        page.Parameters.Add(new NpgsqlParameter { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        page.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        return (total, await CaseTable.Read(reader, cancel));
    }
}
