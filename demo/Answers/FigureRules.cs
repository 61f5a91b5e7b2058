namespace Guzhang.Demo.Answers;

/// <summary>F12 and F13: months, income, days, ticks, and the standard.</summary>
public static class FigureRules
{
    private const int FirstBox = (2019 * 12) + 9;
    private const int LastBox = (2020 * 12) + 11;

    public static void Check(Sheet sheet)
    {
        if (sheet.Number(L.Months) is < 0 or > 12)
        {
            sheet.Error("F12", L.Months);
        }

        if (sheet.Number(L.Income) < 0)
        {
            sheet.Error("F12", L.Income);
        }

        var now = (sheet.Today.Year * 12) + sheet.Today.Month - 1;
        if (sheet.Months().Any(m => m is < FirstBox or > LastBox || m > now))
        {
            sheet.Error("F12", L.WorkMonths);
        }

        var days = sheet.Months().Distinct().Sum(m => DateTime.DaysInMonth(m / 12, (m % 12) + 1));
        if (sheet.Number(L.FlexibleDays) is { } flexible && (flexible < 0 || (flexible > days && sheet.Usable(L.WorkMonths))))
        {
            sheet.Error("F12", L.FlexibleDays);
        }

        if (sheet.Usable(L.Working) && (sheet[L.Working] == "是" || sheet.Number(L.Months) > 0) && Work.Of(sheet).IsBelow)
        {
            sheet.Warn("F13");
        }
    }
}
