using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Guzhang.Collection.ImportingWorkbooks;

/// <summary>What a file turned out to be, by its content: a name or a content type says nothing.</summary>
internal enum SheetKind
{
    Xlsx,
    CsvInUtf8,
    CsvInGb18030,
}

/// <summary>One row of a sheet as the spreadsheet program numbers it: what stands in its cells, by column (see <see cref="SheetRows.Text"/>).</summary>
internal sealed record SheetRow(int Number, IDictionary<string, object?> Cells);

/// <summary>Reads the first sheet of a workbook, or a CSV file, as a stream of rows.</summary>
internal static class SheetRows
{
    // Shared strings stay in memory: the library would put them, personal data among them, into a temporary file.
    private static readonly OpenXmlConfiguration Xlsx = new() { EnableSharedStringCache = false };

    // What an unclosed quote takes in is not read into memory for ever.
    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture) { BadDataFound = null, MaxFieldSize = 100_000 };

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private static readonly Encoding StrictGb18030 =
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>Tells what the file is.</summary>
    /// <exception cref="WorkbookException">Neither a workbook nor text.</exception>
    public static SheetKind KindOf(Stream file)
    {
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith("PK"u8))
        {
            return SheetKind.Xlsx;
        }

        if (start.SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new WorkbookException("这是旧版 Excel 文件（.xls），请另存为 .xlsx 后再导入");
        }

        return IsText(file, StrictUtf8) ? SheetKind.CsvInUtf8
            : IsText(file, StrictGb18030) ? SheetKind.CsvInGb18030
            : throw new WorkbookException("文件不是可读取的 Excel 工作簿（.xlsx），也不是 UTF-8 或 GB18030 编码的 CSV");
    }

    /// <summary>The rows, from the first on.</summary>
    /// <exception cref="WorkbookException">The file breaks off or is damaged.</exception>
    public static IEnumerable<SheetRow> Read(Stream file, SheetKind kind)
    {
        file.Position = 0;
        return kind == SheetKind.Xlsx ? ReadXlsx(file) : ReadCsv(file, kind == SheetKind.CsvInUtf8 ? StrictUtf8 : StrictGb18030);
    }

    /// <summary>A cell as text; "" for a blank one.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "",
        string text => text.Trim(),
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        // A number of so many digits has lost the last of them already: written as what it is, so that nobody takes it for whole.
        double number when Math.Abs(number) >= 1e15 => number.ToString("E14", CultureInfo.InvariantCulture),
        double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        bool yes => yes ? "是" : "否",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()!.Trim(),
    };

    private static bool IsText(Stream file, Encoding encoding)
    {
        file.Position = 0;
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var buffer = new char[32_768];
        try
        {
            for (int read; (read = reader.ReadBlock(buffer)) > 0;)
            {
                if (buffer.AsSpan(0, read).Contains('\0'))
                {
                    return false;
                }
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static IEnumerable<SheetRow> ReadXlsx(Stream file)
    {
        var number = 0;
        foreach (var row in Guarded(() => file.Query(useHeaderRow: false, excelType: ExcelType.XLSX, configuration: Xlsx)))
        {
            number++;
            yield return new SheetRow(number, (IDictionary<string, object?>)row);
        }
    }

    private static IEnumerable<SheetRow> ReadCsv(Stream file, Encoding encoding)
    {
        using var parser = new CsvParser(new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true), Csv);
        IEnumerable<string[]> Records()
        {
            while (parser.Read())
            {
                yield return parser.Record!;
            }
        }

        foreach (var record in Guarded(Records))
        {
            var cells = new Dictionary<string, object?>(record.Length, StringComparer.Ordinal);
            for (var i = 0; i < record.Length; i++)
            {
                cells.Add(i.ToString(CultureInfo.InvariantCulture), WithoutGuards(record[i].Trim()));
            }

            yield return new SheetRow(parser.Row, cells);
        }
    }

    /// <summary>What people put around a long number so that a spreadsheet program leaves it alone: '4331…, ="4331…".</summary>
    private static string WithoutGuards(string text) =>
        text.StartsWith("=\"", StringComparison.Ordinal) && text.EndsWith('"') && text.Length > 3 ? text[2..^1] : text.TrimStart('\'');

    /// <summary>A damaged file is the sender's to mend, wherever it turns out.</summary>
    private static IEnumerable<T> Guarded<T>(Func<IEnumerable<T>> open)
    {
        IEnumerator<T>? rows = null;
        try
        {
            while (true)
            {
                try
                {
                    rows ??= open().GetEnumerator();
                    if (!rows.MoveNext())
                    {
                        yield break;
                    }
                }
                catch (MaxFieldSizeException e)
                {
                    throw new WorkbookException("CSV 中有一格超过十万字，多半是引号没有成对：请检查后再导入", e);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    throw new WorkbookException("文件已损坏，读不完整：请重新保存后再导入", e);
                }

                yield return rows.Current;
            }
        }
        finally
        {
            rows?.Dispose();
        }
    }
}
