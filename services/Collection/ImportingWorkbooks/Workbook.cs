using Guzhang.Domain.Forms;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>One person's row: its number as the spreadsheet shows it, and raw text by field name.</summary>
internal sealed record WorkbookRow(int Number, Dictionary<string, string> Fields);

/// <summary>The workbook can't be taken: the message says, in Chinese, what to mend.</summary>
internal sealed class WorkbookException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// A workbook whose labels have been found: a row near the top holds the labels of the printed form, in any order, with the usual
/// spellings; columns with other headers are passed over, and so is what stands above.
/// </summary>
/// <param name="Kind">How the rows are read.</param>
/// <param name="HeaderRow">Number of the row with the labels.</param>
/// <param name="Columns">Columns to field names, in the order of the sheet.</param>
internal sealed record Workbook(SheetKind Kind, int HeaderRow, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>A title and a line of remarks may stand above the labels.</summary>
    private const int LastHeaderRow = 5;

    /// <summary>Columns without which no row can be told apart.</summary>
    private static readonly string[] Needed = ["name", "residentId", "town"];

    /// <summary>Finds the labels.</summary>
    /// <exception cref="WorkbookException">No workbook, too large, no rows, a needed column is missing or stands twice.</exception>
    public static Workbook Of(Stream file, WorkbookLimits limits)
    {
        var kind = SheetRows.KindOf(file);
        if (kind == SheetKind.Xlsx)
        {
            limits.Check(file);
        }

        var top = SheetRows.Read(file, kind).Take(LastHeaderRow).Select(row => (row.Number, Columns: ColumnsOf(row))).ToList();
        if (top.Count == 0)
        {
            throw new WorkbookException("工作簿是空的：第一行应为采集表各项的名称");
        }

        var (number, columns) = top.MaxBy(row => row.Columns.Count);
        var missing = Needed.Except(columns.Select(c => c.Field)).Select(Label).ToList();
        var twice = columns.GroupBy(c => c.Field).Where(g => g.Count() > 1).Select(g => Label(g.Key)).ToList();
        return missing.Count > 0 ? throw new WorkbookException($"各项名称所在的行（前{LastHeaderRow}行以内）缺少列：{string.Join('、', missing)}")
            : twice.Count > 0 ? throw new WorkbookException($"列重复：{string.Join('、', twice)}")
            : new Workbook(kind, number, new OrderedDictionary<string, string>(columns.Select(c => KeyValuePair.Create(c.Column, c.Field))));
    }

    /// <summary>Rows below the labels that are not empty.</summary>
    public IEnumerable<WorkbookRow> People(Stream file)
    {
        foreach (var row in SheetRows.Read(file, Kind))
        {
            if (row.Number <= HeaderRow)
            {
                continue;
            }

            var fields = new Dictionary<string, string>(Columns.Count, StringComparer.Ordinal);
            foreach (var (column, field) in Columns)
            {
                if (row.Cells.TryGetValue(column, out var cell) && SheetRows.Text(cell) is { Length: > 0 } text)
                {
                    fields[field] = text;
                }
            }

            if (fields.Count > 0)
            {
                yield return new WorkbookRow(row.Number, fields);
            }
        }
    }

    private static List<(string Column, string Field)> ColumnsOf(SheetRow row) =>
        [.. row.Cells.Select(c => (c.Key, FormFields.ByHeader(SheetRows.Text(c.Value))?.Name)).Where(c => c.Name is not null).Select(c => (c.Key, c.Name!))];

    private static string Label(string field) => FormFields.ByName(field)!.Label;
}
