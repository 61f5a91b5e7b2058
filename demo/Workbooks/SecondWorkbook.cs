using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Guzhang.Demo.Generation;

namespace Guzhang.Demo.Workbooks;

/// <summary>
/// The same people as another program would save them: rows and columns in another order, headings in other usual
/// spellings, shared strings, styles, no cells where nothing stands, some numbers as text.
/// </summary>
public static class SecondWorkbook
{
    private static readonly Dictionary<string, string> OtherSpellings = new()
    {
        [L.Id] = "身份证号",
        [L.Phone] = "手机号码",
        [L.Education] = "学历",
        [L.Address] = "家庭住址",
        [L.RegCounty] = "户籍地县",
        [L.Job] = "意向岗位",
        [L.FlexibleDays] = "灵活就业天数(天)",
        [L.Wage] = "月平均工资（元）",
        [L.Months] = "年度累计务工时间（个月）",
    };

    private static readonly HashSet<string> Numbers = [L.Months, L.Income, L.ExpectedWage];

    /// <summary>The rows in the order in which they stand in this workbook, numbered anew.</summary>
    public static IReadOnlyList<MadeRow> Reorder(IReadOnlyList<MadeRow> rows)
    {
        var shuffled = rows.ToList();
        new Rng(97).Shuffle(shuffled);
        return [.. shuffled.Select((r, i) => r with { Number = i + 2 })];
    }

    public static void Write(string path, IReadOnlyList<MadeRow> reordered)
    {
        var labels = L.All.ToList();
        new Rng(98).Shuffle(labels);
        using var document = SpreadsheetDocument.Create(path, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        var sheet = book.AddNewPart<WorksheetPart>();
        book.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet
        {
            Name = "人员",
            SheetId = 1,
            Id = book.GetIdOfPart(sheet),
        }));
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles.Make();
        var strings = new SharedStrings();
        WriteRows(sheet, labels, reordered, strings);
        strings.Save(book.AddNewPart<SharedStringTablePart>());
    }

    private static void WriteRows(WorksheetPart part, List<string> labels, IReadOnlyList<MadeRow> rows, SharedStrings strings)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, 1, labels.Select((l, i) => Text(i, 1, OtherSpellings.GetValueOrDefault(l, l), strings, Styles.Heading)));
        foreach (var row in rows)
        {
            WriteRow(writer, row.Number, labels.Select((l, i) => (Index: i, Label: l, Value: row.Cells[l]))
                .Where(c => c.Value.Length > 0)
                .Select(c => Value(c.Index, row.Number, c.Label, c.Value, strings)));
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, int number, IEnumerable<Cell> cells)
    {
        writer.WriteStartElement(new DocumentFormat.OpenXml.Spreadsheet.Row { RowIndex = (uint)number });
        foreach (var cell in cells)
        {
            writer.WriteElement(cell);
        }

        writer.WriteEndElement();
    }

    private static Cell Value(int column, int row, string label, string value, SharedStrings strings) =>
        Numbers.Contains(label) && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _)
            ? new Cell { CellReference = Reference(column, row), StyleIndex = Styles.Decimal, CellValue = new CellValue(value) }
            : Text(column, row, value, strings, Styles.Plain);

    private static Cell Text(int column, int row, string value, SharedStrings strings, uint style) => new()
    {
        CellReference = Reference(column, row),
        StyleIndex = style,
        DataType = CellValues.SharedString,
        CellValue = new CellValue(strings.IndexOf(value)),
    };

    private static string Reference(int column, int row)
    {
        var letters = "";
        for (var at = column + 1; at > 0; at = (at - 1) / 26)
        {
            letters = (char)('A' + ((at - 1) % 26)) + letters;
        }

        return letters + row.ToString(CultureInfo.InvariantCulture);
    }
}
