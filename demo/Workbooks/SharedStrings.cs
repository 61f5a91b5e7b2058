using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Guzhang.Demo.Workbooks;

/// <summary>Every text of a workbook once, by number.</summary>
internal sealed class SharedStrings
{
    private readonly Dictionary<string, int> indexes = [];
    private readonly List<string> texts = [];

    public int IndexOf(string text)
    {
        if (!indexes.TryGetValue(text, out var index))
        {
            indexes[text] = index = texts.Count;
            texts.Add(text);
        }

        return index;
    }

    public void Save(SharedStringTablePart part)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new SharedStringTable { UniqueCount = (uint)texts.Count });
        foreach (var text in texts)
        {
            writer.WriteElement(new SharedStringItem(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
        }

        writer.WriteEndElement();
    }
}

/// <summary>A few styles: plain text, a bold heading, a number with one decimal.</summary>
internal static class Styles
{
    public const uint Plain = 0;
    public const uint Heading = 1;
    public const uint Decimal = 2;

    public static Stylesheet Make() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "0.0" }) { Count = 1 },
        new Fonts(new Font(), new Font(new Bold())) { Count = 2 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border()) { Count = 1 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(
            new CellFormat { NumberFormatId = 49, ApplyNumberFormat = true },
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true })
        { Count = 3 });
}
