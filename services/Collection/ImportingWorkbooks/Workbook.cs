using System.Globalization;
using Guzhang.Domain.Forms;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>One person's row: its number as the spreadsheet shows it, and raw text by field name.</summary>
internal sealed record WorkbookRow(int Number, Dictionary<string, string> Fields);

/// <summary>The workbook can't be taken: the message says, in Chinese, what to mend.</summary>
internal sealed class WorkbookException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Reads the first sheet as a stream. Row 1 holds the labels of the printed form, in any order, with the usual spellings;
/// columns with other headers are passed over.
/// </summary>
internal static class Workbook
{
    // Shared strings stay in memory: the library would put them, personal data among them, into a temporary file.
    private static readonly OpenXmlConfiguration Settings = new() { EnableSharedStringCache = false };

    /// <summary>Columns without which no row can be told apart.</summary>
    private static readonly string[] Needed = ["name", "residentId", "town"];

    /// <summary>Column letters to field names.</summary>
    /// <exception cref="WorkbookException">No workbook, no rows, a needed column is missing or stands twice.</exception>
    public static Dictionary<string, string> Header(Stream file)
    {
        var first = Rows(file).FirstOrDefault() ?? throw new WorkbookException("工作簿是空的：第一行应为采集表各项的名称");
        var columns = new Dictionary<string, string>();
        foreach (var (column, cell) in first)
        {
            if (cell is not null && FormFields.ByHeader(Text(cell)) is { } field)
            {
                columns.Add(column, field.Name);
            }
        }

        var twice = columns.GroupBy(c => c.Value).Where(g => g.Count() > 1).Select(g => Label(g.Key)).ToList();
        var missing = Needed.Except(columns.Values).Select(Label).ToList();
        return missing.Count > 0 ? throw new WorkbookException($"第一行缺少列：{string.Join('、', missing)}")
            : twice.Count > 0 ? throw new WorkbookException($"列重复：{string.Join('、', twice)}")
            : columns;
    }

    /// <summary>Rows below the header that are not empty.</summary>
    public static IEnumerable<WorkbookRow> People(Stream file, Dictionary<string, string> columns)
    {
        var number = 0;
        foreach (var row in Rows(file))
        {
            number++;
            if (number == 1)
            {
                continue;
            }

            var fields = new Dictionary<string, string>(columns.Count, StringComparer.Ordinal);
            foreach (var (column, field) in columns)
            {
                if (row.TryGetValue(column, out var cell) && cell is not null && Text(cell) is { Length: > 0 } text)
                {
                    fields[field] = text;
                }
            }

            if (fields.Count > 0)
            {
                yield return new WorkbookRow(number, fields);
            }
        }
    }

    private static IEnumerable<IDictionary<string, object?>> Rows(Stream file)
    {
        file.Position = 0;
        IEnumerator<dynamic> rows;
        try
        {
            rows = file.Query(useHeaderRow: false, excelType: ExcelType.XLSX, configuration: Settings).GetEnumerator();
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or NotSupportedException)
        {
            throw NoWorkbook(e);
        }

        using (rows)
        {
            while (true)
            {
                try
                {
                    if (!rows.MoveNext())
                    {
                        yield break;
                    }
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    throw NoWorkbook(e);
                }

                yield return (IDictionary<string, object?>)rows.Current;
            }
        }
    }

    private static WorkbookException NoWorkbook(Exception e) => new("文件不是可读取的 Excel 工作簿（.xlsx）", e);

    private static string Text(object cell) => cell switch
    {
        string text => text.Trim(),
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        bool yes => yes ? "是" : "否",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()!.Trim(),
    };

    private static string Label(string field) => FormFields.ByName(field)!.Label;
}
