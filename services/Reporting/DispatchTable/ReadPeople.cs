using System.Data;
using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.Reporting.Policy;
using Guzhang.ServiceDefaults.Access;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Reporting.DispatchTable;

/// <summary>A page of the people behind a figure; <paramref name="Total"/> is the figure. <paramref name="Next"/> goes into <c>after</c>, absent on the last page.</summary>
public sealed record PeopleAnswer(long Total, IReadOnlyList<ListedPerson> People, Guid? Next);

/// <summary>
/// Somebody behind a figure: on record (<see cref="Laborer"/>, and what the newest form and the task force say); a refused
/// row (<see cref="Refusal"/>, its import, row and broken rules); somebody who qualifies for a <see cref="Scheme"/>; or a
/// 72-hour <see cref="Case"/> (<see cref="FollowUp"/> says how it stands), of which a person may have several. Names are
/// Collection's to show.
/// </summary>
public sealed record ListedPerson(
    Guid? Laborer, Guid? Refusal, Guid? Case, string? Town, string? Village, int? FormVersion, string? State, bool? Warned,
    string? Category, string? Place, bool? WorkingNow, Guid? Import, int? Row, IReadOnlyList<Warning>? Broken,
    string? Scheme, string? FollowUp, bool? InTime, bool? Breach);

internal static class ReadPeople
{
    private const int MostPerPage = 1000;

    public static void MapReadPeople(this IEndpointRouteBuilder app) =>
        app.MapGet("/dispatch/{column}/people", Read).Needs("dispatch.read").WithTags("dispatch").Produces<PeopleAnswer>()
            .WithSummary("调度表某项数字背后的人员名单：town 为镇代码或 unknown（未识别），不填为全部；人数与数字一致");

    private static async Task<IResult> Read(
        string column, Caller caller, NpgsqlDataSource database, CountyPolicy policy, BusinessClock clock,
        string? town, int? formYear, Guid? after, int? limit, CancellationToken cancel)
    {
        var year = formYear ?? policy.Years.At(clock.Today);
        if (policy.Columns.Find(column) is not { } found)
        {
            return Results.Problem(detail: $"调度表没有“{column}”这一列。", statusCode: 404);
        }

        if (Years.Fault(year, policy) is { } fault)
        {
            return fault;
        }

        if (limit is < 1 or > MostPerPage)
        {
            return Results.Problem(detail: $"limit 应在 1 到 {MostPerPage} 之间。", statusCode: 400);
        }

        if (town is not null && town != Lines.UnknownKey && !policy.TownCodes.Contains(town))
        {
            return Results.Problem(detail: $"本县没有代码为“{town}”的镇。", statusCode: 404);
        }

        if (town is not null && !(town != Lines.UnknownKey && Lines.Sees(caller, town)))
        {
            caller.Require(town == Lines.UnknownKey ? null : town);
        }

        return Results.Ok(await Page(found, year, caller, database, policy, town, after, limit ?? 200, cancel));
    }

    private static async Task<PeopleAnswer> Page(
        Column column, int year, Caller caller, NpgsqlDataSource database, CountyPolicy policy,
        string? town, Guid? after, int size, CancellationToken cancel)
    {
        var chosen = $"({column.Condition}) and {Lines.Visible} and ($4 is null or coalesce({Lines.Town}, '{Lines.UnknownKey}') = $4)";
        var count = new NpgsqlBatchCommand($"select count(*) from reporting.listed where {chosen}");
        var page = new NpgsqlBatchCommand(
            $"""
            select id, kind, laborer, town, village, form_version, state, warned, category, place, working_now, import, row, broken::text,
                   scheme, follow_up, in_time, breach
            from reporting.listed where {chosen} and ($5 is null or id > $5) order by id limit $6
            """);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in new[] { count, page })
        {
            Lines.Fill(command.Parameters, year, caller, policy);
            command.Parameters.Add(new() { Value = (object?)town ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            batch.BatchCommands.Add(command);
        }

        page.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        page.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size + 1 });

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancel);
        var people = new List<(Guid Id, ListedPerson Person)>();
        while (await reader.ReadAsync(cancel))
        {
            people.Add((reader.GetGuid(0), Person(reader)));
        }

        return new PeopleAnswer(total, [.. people.Take(size).Select(p => p.Person)], people.Count > size ? people[size - 1].Id : null);
    }

    private static ListedPerson Person(NpgsqlDataReader row)
    {
        T? Value<T>(int column)
            where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var (id, kind) = (row.GetGuid(0), row.GetString(1));
        return new ListedPerson(
            Value<Guid>(2), kind == "refusal" ? id : null, kind == "case" ? id : null, Text(3), Text(4), Value<int>(5), Text(6), Value<bool>(7),
            Text(8), Text(9), Value<bool>(10), Value<Guid>(11), Value<int>(12),
            Text(13) is { } broken ? JsonSerializer.Deserialize<Warning[]>(broken, ContractJson.Options) : null,
            Text(14), Text(15), Value<bool>(16), Value<bool>(17));
    }
}
