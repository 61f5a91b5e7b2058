using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F03: somebody of the same or a similar name whose number is one slip away. Who that is has been found by whoever asks the
/// register (<see cref="RegisterView.LookAlikes"/>); here it is put into words.
/// </summary>
internal static class LookAlikeRule
{
    private const string Rule = "F03";
    private const string Alike = "姓名相同或相近，身份证号码只差一位或相邻两位颠倒：请对照身份证核对，";

    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft is not { ResidentId: not null, Name: not null } || sheet.IsAnyRefused(F.ResidentId, F.Name))
        {
            return;
        }

        if (sheet.Context.Register == RegisterView.Offline)
        {
            sheet.Warn(Rule, F.ResidentId, "待联网核对：联网后将核对有无姓名和身份证号码相近的人。");
        }
        else if (sheet.Context.Register.LookAlikes is [var other, ..])
        {
            sheet.Warn(Rule, F.ResidentId, Message(other));
        }
    }

    private static string Message(LookAlike other) => other switch
    {
        { Row: { } row } => $"与本表第{row}行的人{Alike}是同一人的只保留一行，不是的可不改。",
        { Place: { } place } => $"与在册的另一人（{place}）{Alike}是同一人的请更正号码、在原有记录上更新，不是的可不改。",
        _ => $"与其他乡镇在册的一人{Alike}号码无误的可不改，是否同一人请报县专班核对。",
    };
}
