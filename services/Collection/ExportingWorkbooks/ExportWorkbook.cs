using Guzhang.Collection.Laborers;
using Guzhang.Collection.RecordingReads;
using Guzhang.Collection.WritingSheets;
using Guzhang.Domain.Forms;
using Guzhang.Journal.Clock;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ExportingWorkbooks;

/// <summary>The people a caller asks for. State is that of the newest form: awaiting, returned or confirmed.</summary>
internal sealed record Selection(int FormYear, string Division, string? State);

/// <summary>COL-10: newest forms as a workbook of the same columns as is imported; imported again it changes nothing.</summary>
internal static class ExportWorkbook
{
    private static readonly Dictionary<string, string> States = new()
    {
        ["awaiting"] = nameof(FormState.Awaiting),
        ["returned"] = nameof(FormState.Returned),
        ["confirmed"] = nameof(FormState.Confirmed),
    };

    public static void MapExportingWorkbooks(this IEndpointRouteBuilder app) =>
        app.MapGet("/workbook", Export).Needs("forms.export").WithTags("workbook")
            .Produces<Stream>(200, SheetFile.ContentType).ProducesProblem(400).ProducesProblem(403)
            .WithSummary("导出采集表工作簿（.xlsx）：按年度、镇、村、状态选取管辖范围内的人员；须写明事由，导出记录在案");

    private static async Task<IResult> Export(
        Caller caller, County county, BusinessClock clock, FormsOf forms, Reads reads, string? reason, int? formYear, string? town, string? village, string? state, CancellationToken cancel)
    {
        reason = reason?.Trim();
        if (reason is null || Reason.Fault(reason) is not null)
        {
            return Results.Problem(title: "缺少事由", detail: $"导出含有个人信息，请写明事由：{Reason.Fault(reason)}", statusCode: 400);
        }

        var year = formYear ?? county.Years.At(clock.Today);
        if (!county.Years.ContainsKey(year))
        {
            return Results.Problem(title: "年度无效", detail: $"没有 {year} 年度的采集设置", statusCode: 400);
        }

        if (state is not null && !States.ContainsKey(state))
        {
            return Results.Problem(title: "状态无效", detail: $"state 应为 {string.Join('、', States.Keys)} 之一", statusCode: 400);
        }

        if (Division(county, town, village, caller.Division) is not { } division)
        {
            return Results.Problem(title: "镇村无效", detail: $"没有这个镇或村：请填本县的镇名或代码，村名须与所在的镇一起填", statusCode: 400);
        }

        caller.Require(division);
        var selection = new Selection(year, division, state is null ? null : States[state]);
        var people = 0;
        var file = await SheetFile.Write([.. FormFields.All.Select(f => f.Label)], Rows(), cancel);
        try
        {
            await reads.Record(caller, "workbook", reason, selection, people, cancel);
            return TypedResults.File(file, SheetFile.ContentType, $"采集表-{year}-{division}.xlsx");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        async IAsyncEnumerable<IReadOnlyDictionary<string, string>> Rows()
        {
            await foreach (var text in forms.Read(selection, cancel))
            {
                people++;
                yield return FormCells.Of(text, county.Divisions).ToDictionary(c => FormFields.ByName(c.Key)!.Label, c => c.Value);
            }
        }
    }

    /// <summary>The finest division asked for, else the caller's own; null where there is none such.</summary>
    private static string? Division(County county, string? town, string? village, string own)
    {
        if (town is null)
        {
            return village is null ? own : village.Length == 12 ? county.Divisions.Find(village)?.Code : null;
        }

        var found = county.Divisions.FindTown(town);
        return village is null ? found?.Code : county.Divisions.FindVillage(found?.Code, village)?.Code;
    }
}
