using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F15: the dates of taking up and losing work lie in the past, and work began no earlier than at 16 (指标解释5). Each is held
/// against what it can mean: a month that may still hold a good day is good.
/// </summary>
internal static class DatesRule
{
    private const string Rule = "F15";
    private const int WorkingAge = 16;

    public static void Check(Sheet sheet, Draft draft)
    {
        var today = sheet.Context.FormDate;
        if (draft.Away?.EmployedSince is { } since)
        {
            if (since.Earliest > today)
            {
                sheet.Error(Rule, F.EmployedSince, "“就业时间”晚于今天：请核对后改正，还没有上岗的请把“是否务工”改为“否”。");
            }
            else if (draft.ResidentId is { } id && !sheet.IsRefused(F.ResidentId) && id.AgeAt(since.Latest) < WorkingAge)
            {
                sheet.Error(Rule, F.EmployedSince, "“就业时间”早于此人满16周岁之日：请对照身份证号码核对后改正。");
            }
        }

        if (draft.Home?.UnemployedSince is { } lost)
        {
            if (lost.Earliest > today)
            {
                sheet.Error(Rule, F.UnemployedSince, "“就业转失业日期”晚于今天：请核对后改正，还没有失业的请把“是否务工”改为“是”。");
            }
            else if (draft.WorkMonths is { Count: > 0 } months && lost.Month < months[^1])
            {
                sheet.Warn(Rule, F.UnemployedSince, "“就业转失业日期”早于最后一个务工月份：失业后打过零工的可不改，否则请核对日期和具体务工时间。");
            }
        }
    }
}
