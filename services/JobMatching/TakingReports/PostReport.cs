using System.Diagnostics;
using Guzhang.Domain.Forms;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.People;
using Guzhang.JobMatching.Policy;
using Guzhang.Journal.Clock;
using Guzhang.Journal.Postgres;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.JobMatching.TakingReports;

/// <summary>JOB-01: town, work team, collector or the person reports; the case is opened at once.</summary>
internal static class PostReport
{
    public static void MapPostReport(this IEndpointRouteBuilder app) =>
        app.MapPost("/reports", Post).Needs("cases.report").WithTags("cases")
            .Produces<CaseAnswer>(201).Produces<CaseAnswer>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("报告有就业意愿的失业返乡人员：立案并从此刻起计时（201）；已在跟踪中的记入原案（200）");

    private static async Task<IResult> Post(
        ReportForm request, Caller caller, NpgsqlDataSource database, CaseWriter writer, FollowUpPolicy policy, PostgresEventStore journal,
        BusinessClock clock, CancellationToken cancel)
    {
        if (request.Fault(clock.Today) is { } fault)
        {
            return Results.Problem(detail: fault, statusCode: 422);
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await CaseTable.InOrderOfRebuild(connection, cancel);
        var laborer = request.Laborer!.Value;
        if ((await PersonTable.Lock([laborer], connection, cancel)).GetValueOrDefault(laborer) is not { } person)
        {
            return Results.Problem(detail: "没有这个人的采集表：请先提交信息采集表（空白表），采集表本身写明返乡失业和就业意愿的，会自动立案。", statusCode: 404);
        }

        var open = (await CaseTable.LockOpen([laborer], connection, cancel)).GetValueOrDefault(laborer);
        if (!caller.Covers(person.Town) && !(open is not null && caller.Covers(open.Standing.Town)))
        {
            caller.Require(person.Village ?? person.Town);
        }

        if (!person.MayBeFollowed)
        {
            var status = Choices.TryParse<Status>(person.ConfirmedStatus, out var known) ? known.Label() : person.ConfirmedStatus;
            return Results.Problem(detail: $"专班确认该人员当前状态为“{status}”，不再跟踪；状态有变化的，请先提交采集表{(person.HasLeft ? "并经专班确认" : "")}。", statusCode: 409);
        }

        var report = new Report(
            laborer, person.FormYear, person.Town, person.Village, request.ReportedBy!, caller.Id, clock.Moment(), request.NotPicky == true,
            ReportForm.Date(request.ReturnedOn), ReportForm.Date(request.OutOfWorkSince), FormVersion: null);
        if (report.Decide(open, policy, Guid.CreateVersion7()) is not { } decided)
        {
            return Results.Problem(detail: "今天没有生效的跟踪时限，不能立案。", statusCode: 409);
        }

        var after = Case.After(open, decided, report.At);
        await writer.Store([new CaseChange(after, decided, report.At, Activity.Current?.Id)], connection, cancel);
        await transaction.CommitAsync(cancel);
        journal.Wake();
        var answer = CaseAnswer.Of(after);
        return open is null ? Results.Created($"/cases/{after.Id}", answer) : Results.Ok(answer);
    }
}
