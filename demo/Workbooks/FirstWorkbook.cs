using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Guzhang.Demo.Workbooks;

/// <summary>The workbook as the county keeps it: one sheet, one row a person, columns in the order of form.md.</summary>
public static class FirstWorkbook
{
    private static readonly HashSet<string> Numbers = [L.FormYear, L.Months, L.Income, L.FlexibleDays, L.Wage, L.ExpectedWage];

    /// <param name="path">written over</param>
    /// <param name="rows">taken one by one</param>
    /// <param name="inMemory">
    /// Only then the sheet names its dimension; without one a reader goes through all of it first. Up to some 200,000 rows.
    /// </param>
    public static void Write(string path, IEnumerable<MadeRow> rows, bool inMemory = true) =>
        MiniExcel.SaveAs(path, rows.Select(r => Cells(r.Cells)), sheetName: "采集表", overwriteFile: true,
            configuration: new OpenXmlConfiguration { AutoFilter = false, TableStyles = TableStyles.None, FastMode = inMemory });

    private static Dictionary<string, object?> Cells(Row row) => L.All.ToDictionary(label => label, label => Cell(label, row[label]));

    private static object? Cell(string label, string text) =>
        Numbers.Contains(label) && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
        : text.Length == 0 ? null : text;
}
