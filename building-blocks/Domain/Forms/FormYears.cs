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
}
