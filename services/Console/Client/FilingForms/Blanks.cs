using Guzhang.Domain.Forms;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>Something on the paper that is to be filled in. What stands in it is text per field name, as the form's rules read it.</summary>
/// <param name="Fields">Names of the fields, in the order in which they are filled in.</param>
/// <param name="Caption">Words of its own in front of it, where a cell has several.</param>
public abstract record Blank(IReadOnlyList<string> Fields, string? Caption = null)
{
    /// <summary>The field by which the blank is known.</summary>
    public string Field => Fields[0];
}

/// <summary>What is written on a line.</summary>
public enum LineKind
{
    Text,
    Lines,
    Number,
    Phone,
    ResidentId,
}

/// <summary>A line to write on, with its unit printed behind it.</summary>
public sealed record Line(string Name, LineKind Kind = LineKind.Text, string? Unit = null, string? Caption = null) : Blank([Name], Caption);

/// <summary>□ and what stands behind it. <paramref name="Note"/> is the field of 请注明.</summary>
public sealed record Box(string Code, string Label, string? Note = null);

/// <summary>Boxes under a head of their own, such as 暂时退出( ), or none.</summary>
public sealed record BoxGroup(string? Head, bool InBrackets, IReadOnlyList<Box> Boxes);

/// <summary>□ of which one is ticked, or several.</summary>
public sealed record Boxes(string Name, IReadOnlyList<BoxGroup> Groups, bool Several = false, string? Caption = null)
    : Blank([Name, .. Groups.SelectMany(g => g.Boxes).Select(b => b.Note).OfType<string>()], Caption);

/// <summary>A blank on paper whose answers are a known list.</summary>
public sealed record Picking(string Name, IReadOnlyList<Box> Options, string? Caption = null) : Blank([Name], Caption);

/// <summary>How fine a date is.</summary>
public enum DateKind
{
    /// <summary>年 月</summary>
    Month,

    /// <summary>年 月, and the day where it is known.</summary>
    MonthOrDay,

    /// <summary>年 月 日</summary>
    Day,
}

/// <summary>__年__月__日.</summary>
public sealed record Dating(string Name, DateKind Kind, string? Caption = null) : Blank([Name], Caption);

/// <summary>The month boxes of the form year.</summary>
public sealed record MonthBoxes(string Name) : Blank([Name]);

/// <summary>A place, one blank a level.</summary>
public sealed record Placing(PlaceKind Kind, IReadOnlyList<string> Names) : Blank(Names);

/// <summary>What a place may be.</summary>
public enum PlaceKind
{
    /// <summary>户籍地, province to village.</summary>
    Registered,

    /// <summary>A place of work, abroad too.</summary>
    Work,

    /// <summary>负责镇 and 负责村 of the county.</summary>
    LookedAfter,
}

/// <summary>Services received, each with its count.</summary>
public sealed record ServiceLines(string Name) : Blank([Name]);

/// <summary>A cell of the paper: what is printed, and its blanks.</summary>
/// <param name="Label">As printed.</param>
/// <param name="LabelSpan">Columns of the label, of 24.</param>
/// <param name="Span">Columns of the blanks, of 24.</param>
/// <param name="Blanks">What is to be filled in.</param>
/// <param name="Printed">False for what the paper doesn't have and the form asks for.</param>
public sealed record PaperCell(string Label, int LabelSpan, int Span, IReadOnlyList<Blank> Blanks, bool Printed = true);

/// <summary>A row of 24 columns.</summary>
public sealed record PaperRow(params IReadOnlyList<PaperCell> Cells);

/// <summary>Rows under a heading across the paper, or under none.</summary>
public sealed record PaperPart(string? Title, FormSection Section, IReadOnlyList<PaperRow> Rows);

/// <summary>What stands beside one heading at the paper's left edge.</summary>
public sealed record PaperSection(string Title, IReadOnlyList<PaperPart> Parts);
