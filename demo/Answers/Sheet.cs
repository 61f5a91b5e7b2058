using System.Globalization;

namespace Guzhang.Demo.Answers;

/// <summary>
/// A row read for the known answers: plain texts, the rules found broken so far, and the cells that a rule of kind E has
/// refused (form.md: such a field is not used by another rule). Knows nothing of how the row was made.
/// </summary>
/// <param name="row">the cells</param>
/// <param name="known">what is known when the form comes in; by default somebody new on <see cref="FormDate"/></param>
public sealed class Sheet(Row row, Known? known = null)
{
    private static readonly char[] Separators = ['、', '，', ',', '；', ';'];

    private readonly HashSet<string> refused = [];
    private readonly SortedSet<Finding> findings = [];

    /// <summary>The day of the initial collection.</summary>
    public static DateOnly FormDate { get; } = new(2020, 10, 12);

    public Row Cells => row;

    public Known Known { get; } = known ?? new Known(FormDate);

    /// <summary>The day on which the form comes in.</summary>
    public DateOnly Today => Known.Today;

    public IReadOnlyCollection<Finding> Findings => findings;

    public bool IsRefused => findings.Any(f => f.Severity == "E");

    public string this[string label] => row[label].Trim();

    public bool Empty(string label) => this[label].Length == 0;

    public bool Usable(string label) => !refused.Contains(label) && !Empty(label) && !NotAsked(label);

    /// <summary>不适用 or 无法获取 stands in the cell.</summary>
    public bool NotAsked(string label) => this[label] is "不适用" or "无法获取";

    /// <summary>The state of the person explains why something could not be asked.</summary>
    public bool Excused => this[L.Status] != "正常贫困劳动力" || this[L.Verification] == "联系不上";

    public void Error(string rule, params ReadOnlySpan<string> labels)
    {
        findings.Add(Finding.E(rule));
        foreach (var label in labels)
        {
            refused.Add(label);
        }
    }

    public void Warn(string rule) => findings.Add(Finding.W(rule));

    public string[] Parts(string label) =>
        this[label].Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The number in a cell; null where there is none, or where a rule has refused it.</summary>
    public decimal? Number(string label) =>
        Usable(label) && decimal.TryParse(this[label], NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The ticked months as year × 12 + month − 1; both 2020年5月 and 2020-05 are understood.</summary>
    public IReadOnlyList<int> Months() =>
        NotAsked(L.WorkMonths) ? [] : [.. Parts(L.WorkMonths).Select(Month)];

    /// <summary>First and last day that a date can mean (2020年3月15日, 2020年3月); null where there is none to use.</summary>
    public (DateOnly First, DateOnly Last)? Span(string label)
    {
        if (!Usable(label))
        {
            return null;
        }

        if (DateOnly.TryParseExact(this[label], "yyyy年M月d日", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return (day, day);
        }

        return DateOnly.TryParseExact(this[label] + "1日", "yyyy年M月d日", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? (first, first.AddMonths(1).AddDays(-1)) : null;
    }

    private static int Month(string text)
    {
        var numbers = text.Replace("月", "", StringComparison.Ordinal).Split('年', '-');
        return (int.Parse(numbers[0], CultureInfo.InvariantCulture) * 12) + int.Parse(numbers[1], CultureInfo.InvariantCulture) - 1;
    }
}

/// <summary>What is known about a form's person when the form comes in.</summary>
/// <param name="Today">the business day</param>
/// <param name="IsOnRecord">a form of the person was accepted before</param>
/// <param name="LastAway">the last confirmed form with a section 2</param>
/// <param name="LooksLikeAnother">somebody else on record has the same name and nearly the same number (F03)</param>
/// <param name="IsAgain">an earlier row of the same workbook is about this person and was accepted (F02)</param>
public sealed record Known(DateOnly Today, bool IsOnRecord = false, Sheet? LastAway = null, bool LooksLikeAnother = false, bool IsAgain = false);
