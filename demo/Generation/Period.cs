using System.Globalization;

namespace Guzhang.Demo.Generation;

/// <summary>The work of the window October 2019 to September 2020: months, income, ticked months, flexible days.</summary>
public static class Period
{
    /// <summary>
    /// Writes the work and answers the first and the last month ticked. People at work tick up to September (some October
    /// too); people at home end at any month. Ticks are never fewer than the months worked.
    /// </summary>
    public static (DateOnly First, DateOnly Last) Write(Row row, Rng rng, decimal months, int income, bool stillWorking)
    {
        var ticks = (int)Math.Ceiling(months);
        var last = stillWorking ? 11 : rng.Between(ticks - 1, 11);
        var chosen = Enumerable.Range(last - ticks + 1, ticks).Select(Box).ToList();
        if (stillWorking && ticks is > 7 and < 12 && rng.PerMille(500))
        {
            // The spring of 2020: many could not go out in February.
            chosen.Remove(Box(4));
            chosen.Insert(0, Box(last - ticks));
        }

        if (stillWorking && rng.PerMille(500))
        {
            chosen.Add(Box(12));
        }

        var dashed = rng.PerMille(150);
        row.Set((L.Months, months.ToString("0.#", CultureInfo.InvariantCulture)),
            (L.Income, income.ToString(CultureInfo.InvariantCulture)),
            (L.WorkMonths, string.Join('、', chosen.Select(m => dashed
                ? m.ToString("yyyy-MM", CultureInfo.InvariantCulture) : Month(m)))),
            (L.FlexibleDays, "0"));
        return (chosen[0], Box(last));
    }

    /// <summary>Nothing worked in the window.</summary>
    public static void None(Row row) =>
        row.Set((L.Months, "0"), (L.Income, "0"), (L.WorkMonths, ""), (L.FlexibleDays, "0"));

    /// <summary>The first day of a month box; 0 is October 2019.</summary>
    public static DateOnly Box(int index) => new DateOnly(2019, 10, 1).AddMonths(index);

    public static string Month(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month}月");

    public static string Day(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month}月{date.Day}日");
}
