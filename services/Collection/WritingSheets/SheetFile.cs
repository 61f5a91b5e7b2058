using System.Globalization;
using Guzhang.Domain.Forms;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace Guzhang.Collection.WritingSheets;

/// <summary>
/// Writes an .xlsx of one sheet, row by row, into a nameless file. Every column but those of figures has the format of text, so that a
/// spreadsheet program leaves an 18-digit number alone when somebody edits it.
/// </summary>
internal static class SheetFile
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly HashSet<string> Figures =
        [.. ((string[])["formYear", "monthsWorked", "annualIncome", "flexibleDays", "monthlyWage", "expectedWage"]).Select(f => FormFields.ByName(f)!.Label)];

    /// <summary>The file, at its start; whoever takes it disposes it. <paramref name="rows"/> holds text by header.</summary>
    public static async Task<FileStream> Write(IReadOnlyList<string> headers, IAsyncEnumerable<IReadOnlyDictionary<string, string>> rows, CancellationToken cancel)
    {
        var file = NamelessFile.Create();
        try
        {
            var settings = new OpenXmlConfiguration
            {
                AutoFilter = false,
                FastMode = true,
                FreezeRowCount = 1,
                TableStyles = TableStyles.None,
                DynamicColumns = [.. headers.Where(h => !Figures.Contains(h)).Select(h => new DynamicExcelColumn(h) { Format = "@", Width = Math.Max(9, 2 * h.Length) })],
            };
            await file.SaveAsAsync(Lines(headers, rows), sheetName: "采集表", configuration: settings, cancellationToken: cancel);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The headers stand there even where no row does.</summary>
    private static async IAsyncEnumerable<IDictionary<string, object?>> Lines(IReadOnlyList<string> headers, IAsyncEnumerable<IReadOnlyDictionary<string, string>> rows)
    {
        var any = false;
        await foreach (var row in rows)
        {
            any = true;
            yield return headers.ToDictionary(h => h, h => Cell(h, row.GetValueOrDefault(h)));
        }

        if (!any)
        {
            yield return headers.ToDictionary(h => h, _ => (object?)null);
        }
    }

    private static object? Cell(string header, string? text) =>
        text is not null && Figures.Contains(header) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : text;
}
