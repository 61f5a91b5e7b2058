using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F20: who never worked away is kept as a lead for job matching and never counted (填表说明2), and has neither months of work on
/// the form nor, by what the register knows, on an earlier one.
/// </summary>
internal static class LeadRule
{
    private const string Rule = "F20";

    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft.Home?.Type != NotWorkingType.NeverWorked)
        {
            return;
        }

        if (draft.MonthsWorked > 0 || draft.WorkMonths?.Count > 0)
        {
            sheet.Error(Rule, F.NotWorkingType, "“从未外出就业过”与务工时间矛盾：务过工的请改填“就业转失业”，没有务过工的请把累计务工时间改为0、取消勾选的月份。");
        }
        else if (sheet.Context.Register is RegisterView.OnRecord { HasWorked: true })
        {
            sheet.Warn(Rule, F.NotWorkingType, "原有记录中此人务过工，与“从未外出就业过”不符：务过工的请改填“就业转失业”，原记录有误的可不改。");
        }
        else if (sheet.Context.Register == RegisterView.Offline)
        {
            sheet.Warn(Rule, F.NotWorkingType, "此人作为岗位对接线索保留，不计入务工人数，可不改；待联网核对：联网后将核对原有记录中有无务工经历。");
        }
        else
        {
            sheet.Warn(Rule, F.NotWorkingType, "此人作为岗位对接线索保留，不计入务工人数，可不改；务过工的请改填“就业转失业”。");
        }
    }
}
