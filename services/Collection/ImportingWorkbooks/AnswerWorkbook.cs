using Guzhang.Collection.RecordingReads;
using Guzhang.Collection.WritingSheets;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>
/// The refused rows back as a workbook of the same columns, with what to mend beside each cell (COL-09). Mended and sent again it
/// is an import like any other: the columns that were added have no label of the form and are passed over.
/// </summary>
internal static class AnswerWorkbook
{
    private const string RowNumber = "原行号";
    private const string Elsewhere = "其他需要改正之处";

    public static async Task<IResult> Answer(ImportProgress import, Caller caller, RefusedRows refused, Reads reads, CancellationToken cancel)
    {
        if (import.State == "running")
        {
            return Results.Problem(title: "导入尚未结束", detail: "请等导入结束后再取退回的行", statusCode: 409);
        }

        if (import.Refused == 0)
        {
            return Results.Problem(title: "没有退回的行", detail: "这次导入没有退回任何一行", statusCode: 404);
        }

        if (await refused.Find(import.Id, cancel) is not var (key, columns))
        {
            return Results.Problem(title: "退回的行已删除", detail: "为保护个人信息，退回的行只保留几天：请用原来的文件重新导入", statusCode: 410);
        }

        var toMend = await refused.FieldsToMend(import.Id, cancel);
        List<string> headers = [RowNumber, .. columns.SelectMany(c => toMend.Contains(c) ? (string[])[Label(c), Beside(c)] : [Label(c)])];
        if (toMend.Any(f => !columns.Contains(f)))
        {
            headers.Add(Elsewhere);
        }

        var file = await SheetFile.Write(headers, Rows(), cancel);
        try
        {
            await reads.Record(caller, "import-answer", "取回本人导入中退回的行", new { import = import.Id }, import.Refused, cancel);
            return TypedResults.File(file, SheetFile.ContentType, "退回的行.xlsx");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        async IAsyncEnumerable<IReadOnlyDictionary<string, string>> Rows()
        {
            await foreach (var row in refused.Read(import.Id, key))
            {
                yield return Cells(row, columns);
            }
        }
    }

    /// <summary>Pure: a row's cells by header, and beside them what to mend.</summary>
    private static Dictionary<string, string> Cells(RefusedRow row, IReadOnlyList<string> columns)
    {
        var cells = row.Fields.Where(f => columns.Contains(f.Key)).ToDictionary(f => Label(f.Key), f => f.Value);
        cells[RowNumber] = row.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var field in row.Findings.GroupBy(f => columns.Contains(f.Field) ? Beside(f.Field) : Elsewhere))
        {
            cells[field.Key] = string.Join('\n', field.Select(f =>
                $"{(f.Severity == "error" ? "须改正" : "提示")}（{f.Rule}）：{(field.Key == Elsewhere ? $"{Label(f.Field)}——" : "")}{f.Message}"));
        }

        return cells;
    }

    private static string Label(string field) => FormFields.ByName(field)?.Label ?? field;

    private static string Beside(string field) => $"{Label(field)}→如何改正";
}

/// <summary>Erases refused rows whose days are over, every few minutes.</summary>
internal sealed partial class AnswerErasure(RefusedRows refused, ILogger<AnswerErasure> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        do
        {
            try
            {
                await refused.EraseOld(stoppingToken);
            }
            catch (Npgsql.NpgsqlException failure)
            {
                Failed(log, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "refused rows whose days are over are not erased yet; trying again")]
    private static partial void Failed(ILogger log, Exception failure);
}
