using System.Text.Json;
using System.Text.RegularExpressions;
using Guzhang.Audit.Proving;
using Guzhang.Audit.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Audit.Http;

/// <summary>A page of the audit log, newest first; <paramref name="Next"/> goes into <c>before</c> for the page behind it.</summary>
public sealed record AuditPage(IReadOnlyList<AuditLine> Items, long? Next);

/// <summary>A row; <paramref name="Seq"/> is its place in the chain, absent until it is sealed.</summary>
public sealed record AuditLine(
    long Id, DateTimeOffset At, string Actor, string? Role, string? Division, string Action, string Title, string? Subject, JsonElement? Details, long? Seq);

/// <summary>SEC-04: the audit log as auditors read and prove it.</summary>
public static partial class AuditEndpoints
{
    private const int MostPerPage = 1000;

    /// <summary>Maps <c>GET /audit</c> and <c>GET /audit/proof</c>; the caller says who may.</summary>
    public static RouteGroupBuilder MapAudit(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/audit").WithTags("audit");
        group.MapGet("", Read).Produces<AuditPage>()
            .WithSummary("审计记录，最近的在前：按操作（action）、人员（actor）、对象（subject）、时间（from、to）筛选，翻页用 before、limit");
        group.MapGet("proof", Prove).Produces<ProofAnswer>()
            .WithSummary("核验审计记录是否完整；seq 和 seal 为上次核验留存的最新封印，一并核对");
        return group;
    }

    private static async Task<IResult> Prove(AuditProof proof, long? seq, string? seal, CancellationToken cancel)
    {
        if (seq is null != seal is null || (seal is not null && !SealText().IsMatch(seal)))
        {
            return Results.Problem(title: "封印无效", detail: "seq 和 seal 须同时给出，seal 为 64 位十六进制数字（小写）", statusCode: 400);
        }

        return Results.Ok(await proof.Run(seq is { } number ? new ChainHead(number, seal!) : null, cancel));
    }

    private static async Task<IResult> Read(
        NpgsqlDataSource database, string? action, string? actor, string? subject, DateTimeOffset? from, DateTimeOffset? to,
        long? before, int? limit, CancellationToken cancel)
    {
        if (limit is < 1 or > MostPerPage)
        {
            return Results.Problem(title: "页面大小无效", detail: $"limit 应在 1 到 {MostPerPage} 之间", statusCode: 400);
        }

        if (action is not null && !AuditActions.Titles.ContainsKey(action))
        {
            return Results.Problem(title: "没有这种操作", detail: $"action 应为：{string.Join('、', AuditActions.Titles.Keys)}", statusCode: 400);
        }

        var size = limit ?? 100;
        await using var command = database.CreateCommand(
            """
            select e.id, e.at, e.actor, e.role, e.division, e.action, e.subject, e.details::text, s.seq
            from audit.entries e left join audit.seals s on s.entry = e.id
            where ($1 is null or e.action = $1) and ($2 is null or e.actor = $2) and ($3 is null or e.subject = $3)
              and ($4 is null or e.at >= $4) and ($5 is null or e.at < $5) and ($6 is null or e.id < $6)
            order by e.id desc limit $7
            """);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(action, NpgsqlDbType.Text);
        Add(actor, NpgsqlDbType.Text);
        Add(subject, NpgsqlDbType.Text);
        Add(from?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(to?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(before, NpgsqlDbType.Bigint);
        Add(size + 1, NpgsqlDbType.Integer);
        var lines = new List<AuditLine>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            lines.Add(Line(reader));
        }

        return Results.Ok(new AuditPage([.. lines.Take(size)], lines.Count > size ? lines[size - 1].Id : null));
    }

    private static AuditLine Line(NpgsqlDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var action = row.GetString(5);
        return new AuditLine(
            row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), Text(3), Text(4), action,
            AuditActions.Titles.GetValueOrDefault(action, action), Text(6),
            Text(7) is { } details ? JsonElement.Parse(details) : null, row.IsDBNull(8) ? null : row.GetInt64(8));
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex SealText();
}
