using System.Data;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Subsidy.Policy;
using Guzhang.Subsidy.Screening;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Subsidy.ReadingQualifying;

/// <summary>
/// A page of the list of a scheme; <paramref name="Total"/> is its length. <paramref name="Next"/> goes into <c>after</c> for
/// the page behind it, absent on the last. <paramref name="Notice"/> says where the policy stands in for one nobody has decided.
/// </summary>
public sealed record QualifyingPage(string Scheme, int FormYear, long Total, IReadOnlyList<QualifyingLine> Items, Guid? Next, string? Notice);

/// <summary>Somebody screened: the answer, since when, by which form under which policy, and each condition in words.</summary>
public sealed record QualifyingLine(
    Guid Laborer, string Town, string? Village, bool Qualifies, DateTimeOffset Since, int FormVersion, string Policy, IReadOnlyList<ConditionLine> Conditions);

internal static class ReadQualifying
{
    private const int MostPerPage = 1000;

    public static void MapReadQualifying(this IEndpointRouteBuilder app) =>
        app.MapGet("/qualifying", Read).Needs("qualifying.read").WithTags("qualifying").Produces<QualifyingPage>()
            .WithSummary("某项补贴（scheme）的筛选名单：符合（state=qualifying，默认）或不符合（state=not-qualifying）的人员及各项条件；按镇（town）、年度（formYear）筛选，翻页（after、limit）");

    private static async Task<IResult> Read(
        Caller caller, NpgsqlDataSource database, SubsidyPolicy policy, BusinessClock clock,
        string? scheme, string? town, string? state, int? formYear, Guid? after, int? limit, CancellationToken cancel)
    {
        if (policy.Find(scheme) is null)
        {
            return Results.Problem(detail: $"scheme 应为 {string.Join("、", policy.Schemes.Select(s => $"{s.Id}（{s.Name}）"))} 之一。", statusCode: 400);
        }

        if ((state ??= "qualifying") is not ("qualifying" or "not-qualifying"))
        {
            return Results.Problem(detail: "state 应为 qualifying（符合）或 not-qualifying（不符合）。", statusCode: 400);
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

        var year = formYear ?? policy.Years.At(clock.Today);
        var (total, results) = await Page(database, caller, scheme!, year, state == "qualifying", town, after, (limit ?? 200) + 1, cancel);
        var shown = results.Take(limit ?? 200).Select(Line).ToList();
        return Results.Ok(new QualifyingPage(scheme!, year, total, shown, results.Count > shown.Count ? shown[^1].Laborer : null, policy.File.Notice));
    }

    private static async Task<(long Total, List<Result> Results)> Page(
        NpgsqlDataSource database, Caller caller, string scheme, int year, bool qualifies, string? town, Guid? after, int most, CancellationToken cancel)
    {
        const string Chosen =
            "form_year = $1 and scheme = $2 and qualifies = $3 and ($4 is null or town = $4) and (starts_with(town, $5) or starts_with(village, $5))";
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(connection);
        var count = new NpgsqlBatchCommand($"select count(*) from subsidy.results where {Chosen}");
        var page = new NpgsqlBatchCommand(
            $"select {ResultTable.Columns} from subsidy.results where {Chosen} and ($6::uuid is null or laborer > $6) order by laborer limit $7");
        foreach (var command in new[] { count, page })
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = year });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scheme });
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = qualifies });
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
        return (total, await ResultTable.Read(reader, cancel));
    }

    private static QualifyingLine Line(Result result) => new(
        result.Said.Laborer, result.Said.Town, result.Said.Village, result.Said.Qualifies, TimeZoneInfo.ConvertTime(result.Since, BusinessClock.China),
        result.Said.FormVersion, result.Said.Policy, ConditionLine.Of(result.Said));
}
