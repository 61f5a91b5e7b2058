using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F12 for the ticked months and the days of odd jobs in them: no month in the future or outside the form's boxes, no more days
/// than the months have. F11: no more months worked than are ticked inside the year's window (指标解释3).
/// </summary>
internal static class WorkMonthsRule
{
    private const string Rule = "F12";

    /// <summary>The ticked months in order; null where refused or not given.</summary>
    public static ValueList<YearMonth>? Read(Sheet sheet, Need need)
    {
        var text = sheet.Compact(F.WorkMonths);
        if (!Cells.HasAnswer(sheet, F.WorkMonths, text, need, "F06"))
        {
            return text.Length == 0 && need == Need.Optional ? [] : null;
        }

        var context = sheet.Context;
        SortedSet<YearMonth> months = [];
        foreach (var part in Cells.Several(text))
        {
            if (!YearMonth.TryParse(part, out var month))
            {
                sheet.Error(Rule, F.WorkMonths, "“具体务工时间”中有无法识别的月份，请按“2020年5月、2020年6月”的样子填写。");
                return null;
            }

            if (!context.Year.Boxes.Contains(month))
            {
                var (from, to) = (context.Year.Boxes.From, context.Year.Boxes.To);
                sheet.Error(Rule, F.WorkMonths, $"“具体务工时间”只能是{from.Year}年{from.Month}月至{to.Year}年{to.Month}月，请删去其他月份。");
                return null;
            }

            if (month > YearMonth.Of(context.FormDate))
            {
                sheet.Error(Rule, F.WorkMonths, "“具体务工时间”中有还没到的月份，请删去。");
                return null;
            }

            months.Add(month);
        }

        return ValueList.Of<YearMonth>([.. months]);
    }

    public static void CheckFlexibleDays(Sheet sheet, Draft draft)
    {
        if (draft is not { FlexibleDays: { } days, WorkMonths: { } months })
        {
            return;
        }

        var most = 0;
        for (var i = 0; i < months.Count; i++)
        {
            most += months[i].Days;
        }

        if (days > most)
        {
            sheet.Error(Rule, F.FlexibleDays, $"“灵活就业天数”多于所勾选月份的总天数（{most}天），请核对天数和月份。");
        }
    }

    public static void CheckWindow(Sheet sheet, Draft draft)
    {
        if (draft is not { MonthsWorked: { } worked, WorkMonths: { } months })
        {
            return;
        }

        var window = sheet.Context.Year.Window;
        var ticked = 0;
        for (var i = 0; i < months.Count; i++)
        {
            ticked += window.Contains(months[i]) ? 1 : 0;
        }

        if (worked > ticked)
        {
            sheet.Warn("F11", F.MonthsWorked,
                $"“年度累计务工时间”多于{window.From.Year}年{window.From.Month}月至{window.To.Year}年{window.To.Month}月间勾选的月份数（{ticked}个）：请补勾漏填的月份，或改正累计务工时间。");
        }
    }
}
