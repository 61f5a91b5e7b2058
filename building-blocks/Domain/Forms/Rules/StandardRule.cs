using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F13: who worked less, or earned less, than the standard is normally not collected (一般不予采集, 指标解释3). Without a reason
/// to keep the form the finding stands at <c>keepReason</c>, and the task force cannot confirm it; with one at <c>monthsWorked</c>.
/// </summary>
internal static class StandardRule
{
    private const string Rule = "F13";

    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft is not { Working: { } working, MonthsWorked: { } months, AnnualIncome: { } income, RegisteredAt: not null }
            || (!working && months == 0)
            || sheet.IsRefused(F.Working)
            || !TryPlace(sheet, draft, working, out var place))
        {
            return;
        }

        if (sheet.Context.Counting.IsMet(place?.Code(), months, income.Amount))
        {
            return;
        }

        var which = place == PlaceClass.InCounty ? "县内" : "县外";
        if (draft.KeepReason is null)
        {
            sheet.Warn(Rule, F.KeepReason, $"务工时间或收入低于{which}务工的标准，一般不予采集：确需采集的请填写“低于标准仍采集的理由”，否则专班无法确认。");
        }
        else
        {
            sheet.Warn(Rule, F.MonthsWorked, $"务工时间或收入低于{which}务工的标准，已写明采集理由，不计入务工人数：请专班核实理由。");
        }
    }

    /// <summary>
    /// Present workplace; at home the last confirmed one or that before the return, whichever the county's reading puts first, as
    /// counting does. False where it was refused.
    /// </summary>
    private static bool TryPlace(Sheet sheet, Draft draft, bool working, out PlaceClass? place)
    {
        place = null;
        if (working)
        {
            place = ClassOf(sheet, draft, draft.Away?.Workplace);
            return place is not null || sheet.IsNotGiven(F.WorkplaceProvince);
        }

        var last = (sheet.Context.Register as RegisterView.OnRecord)?.LastWorkplace;
        var before = ClassOf(sheet, draft, draft.Return.WorkplaceBefore);
        place = sheet.Context.Counting.PlaceOfSomebodyAtHome switch
        {
            HomePlace.LastThenBefore => last ?? before,
            HomePlace.BeforeThenLast => before ?? last,
            _ => null,
        };
        return (place is not null && place != before) || sheet.Context.Counting.PlaceOfSomebodyAtHome == HomePlace.Unknown || !IsRefused(sheet, PlaceFields.Before);
    }

    private static PlaceClass? ClassOf(Sheet sheet, Draft draft, Place? place) =>
        place is null ? null : sheet.Context.Divisions.ClassOf(place.Code, draft.RegisteredAt!.County);

    private static bool IsRefused(Sheet sheet, PlaceFields at) =>
        sheet.IsAnyRefused(at.Province, at.Prefecture, at.County!, at.Town!);
}
