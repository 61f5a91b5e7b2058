using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F14: 两后生 is who finished 初中 or 高中 less than five years ago and went to no further school (指标解释2), which education,
/// graduation and the date of the form tell. Who went on has another education to give.
/// </summary>
internal static class PostSchoolRule
{
    private const string Rule = "F14";
    private const int Years = 5;

    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft.PostSchool is not { } ticked || Derived(sheet, draft) is not { } derived || ticked == derived)
        {
            return;
        }

        sheet.Warn(Rule, F.PostSchool, derived
            ? "按文化程度和毕业时间，此人初中或高中毕业未满5年，应为两后生：请改填“是”，或更正文化程度、毕业时间。"
            : "按文化程度和毕业时间，此人不是初中或高中毕业5年以内的人员，不应为两后生：请改填“否”，或更正文化程度、毕业时间。");
    }

    /// <summary>Null where the form doesn't tell, or where it hangs on the day of a month.</summary>
    private static bool? Derived(Sheet sheet, Draft draft)
    {
        if (draft.Education is not { } education)
        {
            return null;
        }

        // Left without finishing: never graduated.
        if (education is not (Education.JuniorHigh or Education.SeniorHigh) || sheet.NotGivenOf(F.GraduatedOn) == NotGiven.NotApplicable)
        {
            return false;
        }

        if (draft.GraduatedOn is not { } month)
        {
            return null;
        }

        var (first, last) = (Is(month.FirstDay), Is(month.LastDay));
        return first == last ? first : null;

        bool Is(DateOnly graduated) =>
            graduated <= sheet.Context.FormDate && sheet.Context.FormDate < graduated.AddYears(Years);
    }
}
