using System.Globalization;

namespace Guzhang.Domain.Forms;

/// <summary>The form years of a county's calendar.</summary>
public static class FormYears
{
    /// <summary>The form year that a day belongs to where nobody says one: the last whose month boxes have begun.</summary>
    public static int At(this IReadOnlyDictionary<int, FormYear> years, DateOnly today)
    {
        var month = YearMonth.Of(today);
        var begun = years.Values.Where(y => y.Boxes.From <= month).Select(y => y.Year).ToList();
        return begun.Count > 0 ? begun.Max() : years.Keys.Min();
    }

    /// <summary>The form year that a form is to be read in: the one it says, where the calendar has it, else that of today.</summary>
    public static FormYear Of(this IReadOnlyDictionary<int, FormYear> years, string? text, DateOnly today) =>
        Read(text) is { } said && years.TryGetValue(said, out var year) ? year : years[years.At(today)];

    /// <summary>A year as people write it, 2020年度, in full-width digits too; null for anything else.</summary>
    internal static int? Read(string? text) =>
        int.TryParse(Mending.Compact(text ?? "").AsSpan().TrimEnd('度').TrimEnd('年'), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;
}
