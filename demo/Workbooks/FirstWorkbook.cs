using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Guzhang.Demo.Workbooks;

/// <summary>The workbook as the county keeps it: one sheet, one row a person, columns in the order of form.md.</summary>
public static class FirstWorkbook
{
    private static readonly HashSet<string> Numbers = [L.FormYear, L.Months, L.Income, L.FlexibleDays, L.Wage, L.ExpectedWage];

    public static void Write(string path, IReadOnlyList<MadeRow> rows) =>
        MiniExcel.SaveAs(path, rows.Select(r => Cells(r.Cells)), sheetName: "采集表", overwriteFile: true,
            // Otherwise the sheet names no dimension, and a reader has to go through all of it to find one.
            configuration: new OpenXmlConfiguration { AutoFilter = false, TableStyles = TableStyles.None, FastMode = true });

    private static Dictionary<string, object?> Cells(Row row) => L.All.ToDictionary(label => label, label => Cell(label, row[label]));

    private static object? Cell(string label, string text) =>
        Numbers.Contains(label) && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
        : text.Length == 0 ? null : text;
}
