using Guzhang.Collection.Laborers;
using Guzhang.Collection.RecordingReads;
using Guzhang.Collection.WritingSheets;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>Takes a workbook in, answers at once, and tells how far it has come.</summary>
internal static class StartImport
{
    /// <summary>A million people take about 600 MB.</summary>
    private const long LargestUpload = 1_000_000_000;

    private const int MostFindings = 5000;
    private const int MostListed = 50;
    private const string Operator = "operator";

    public static void MapImportingWorkbooks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/imports").WithTags("imports");
        group.MapPost("", Start).Needs("imports.create").AcceptsBodyUpTo(LargestUpload)
            .Accepts<Stream>(SheetFile.ContentType, "text/csv", "application/octet-stream")
            .Produces<ImportProgress>(202).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422)
            .WithSummary("导入采集表工作簿（.xlsx 或 CSV）：逐行入库或答复全部问题；重复导入不产生变化");
        group.MapGet("", Newest).Needs("imports.read").Produces<IReadOnlyList<ImportLine>>().WithSummary("最近的导入及其进度：本人的；系统管理员看全部的");
        group.MapGet("{import:guid}", Progress).Needs("imports.read").Produces<ImportProgress>().ProducesProblem(404).WithSummary("导入进度");
        group.MapGet("{import:guid}/findings", Findings).Needs("imports.read").Produces<IReadOnlyList<RowFindings>>().ProducesProblem(404).WithSummary("逐行问题：规则、项目、如何处理");
        group.MapGet("{import:guid}/workbook", Answer).Needs("imports.read").Produces<Stream>(200, SheetFile.ContentType)
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(410).WithSummary("退回的行：原样的列，旁边写明如何改正；只保留几天");
    }

    private static async Task<IResult> Start(
        HttpRequest request, Caller caller, Imports imports, RefusedRows refused, ImportQueue queue, WorkbookLimits limits, County county, BusinessClock clock, int? formYear, bool? dryRun, CancellationToken cancel)
    {
        var year = formYear ?? county.Years.At(clock.Today);
        if (!county.Years.ContainsKey(year))
        {
            return Results.Problem(title: "年度无效", detail: $"没有 {year} 年度的采集设置", statusCode: 400);
        }

        var file = await NamelessFile.Of(request.Body, cancel);
        try
        {
            var workbook = Workbook.Of(file, limits);
            var import = Guid.CreateVersion7();
            await imports.Start(import, year, caller.Id, dryRun ?? false, cancel);
            var key = await refused.Start(import, workbook.Columns.Values, county.ImportAnswerDays, cancel);
            var job = new ImportJob(import, file, workbook, key, year, caller, dryRun ?? false, System.Diagnostics.Activity.Current?.Context);
            await queue.Add(job, cancel);
            var (progress, _) = (await imports.Find(job.Id, cancel))!.Value;
            return Results.Accepted($"/imports/{job.Id}", progress);
        }
        catch (WorkbookException bad)
        {
            await file.DisposeAsync();
            return Results.Problem(title: "工作簿无法导入", detail: bad.Message, statusCode: 422);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task<IResult> Newest(Caller caller, Imports imports, CancellationToken cancel) =>
        Results.Ok(await imports.Newest(caller.Role == Operator ? null : caller.Id, MostListed, cancel));

    private static async Task<IResult> Progress(Guid import, Caller caller, Imports imports, CancellationToken cancel) =>
        await imports.Find(import, cancel) is { } found && MaySee(found.Officer, caller) ? Results.Ok(found.Progress) : NotFound();

    private static async Task<IResult> Findings(Guid import, int? after, int? limit, Caller caller, Imports imports, CancellationToken cancel) =>
        limit is < 1 or > MostFindings
            ? Results.Problem(title: "页面大小无效", detail: $"limit 应在 1 到 {MostFindings} 之间", statusCode: 400)
            : await imports.Find(import, cancel) is { } found && MaySee(found.Officer, caller)
                ? Results.Ok(await imports.Findings(import, after ?? 0, limit ?? 1000, cancel))
                : NotFound();

    private static async Task<IResult> Answer(Guid import, Caller caller, Imports imports, RefusedRows refused, Reads reads, CancellationToken cancel) =>
        await imports.Find(import, cancel) is { } found && found.Officer == caller.Id ? await AnswerWorkbook.Answer(found.Progress, caller, refused, reads, cancel) : NotFound();

    /// <summary>One's own imports; the operator sees all.</summary>
    private static bool MaySee(string officer, Caller caller) => officer == caller.Id || caller.Role == Operator;

    private static IResult NotFound() => Results.Problem(title: "没有此次导入", statusCode: 404);
}
