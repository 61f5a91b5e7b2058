namespace Guzhang.Demo;

/// <summary>One row of the sheet as text, by column label. An empty cell is an empty string.</summary>
public sealed class Row
{
    private readonly Dictionary<string, string> cells;

    public Row() => cells = [];

    private Row(Dictionary<string, string> cells) => this.cells = cells;

    /// <summary>The same cells, to be changed apart.</summary>
    public Row Copy() => new(new Dictionary<string, string>(cells));

    public string this[string label]
    {
        get => cells.GetValueOrDefault(label, "");
        set => cells[label] = value;
    }

    public void Set(params ReadOnlySpan<(string Label, string Value)> values)
    {
        foreach (var (label, value) in values)
        {
            this[label] = value;
        }
    }

    /// <summary>Writes a choice; what stands in brackets after 其他 goes into the column for the note.</summary>
    public void Choose(string label, string noteLabel, string choice)
    {
        var open = choice.StartsWith("其他", StringComparison.Ordinal) ? choice.IndexOf('(', StringComparison.Ordinal) : -1;
        Set((label, open < 0 ? choice : choice[..open]), (noteLabel, open < 0 ? "" : choice[(open + 1)..^1]));
    }

    public void Clear(params ReadOnlySpan<string> labels)
    {
        foreach (var label in labels)
        {
            cells.Remove(label);
        }
    }
}

/// <summary>A rule that a row breaks: <c>E</c> refuses the row, <c>W</c> warns.</summary>
public readonly record struct Finding(string Rule, string Severity) : IComparable<Finding>
{
    public static Finding E(string rule) => new(rule, "E");

    public static Finding W(string rule) => new(rule, "W");

    public int CompareTo(Finding other) => string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator <(Finding left, Finding right) => left.CompareTo(right) < 0;

    public static bool operator >(Finding left, Finding right) => left.CompareTo(right) > 0;

    public static bool operator <=(Finding left, Finding right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Finding left, Finding right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Rule} {Severity}";
}

/// <summary>Row of the sheet as Excel numbers it (the header is 1), its cells, and the rules it was made to break.</summary>
public sealed record MadeRow(int Number, Row Cells, IReadOnlyList<Finding> Broken);
