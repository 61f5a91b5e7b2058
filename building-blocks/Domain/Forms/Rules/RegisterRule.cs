using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>F02: one person, one record (核准一人入库一人, 三(一)2). A blank form about somebody on record opens that record; an update names the version it follows.</summary>
internal static class RegisterRule
{
    private const string Rule = "F02";

    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft.ResidentId is null || sheet.IsRefused(F.ResidentId))
        {
            return;
        }

        if (sheet.Context.Register == RegisterView.Offline)
        {
            sheet.Warn(Rule, F.ResidentId, "待联网核对：联网后将核对此人是否已有记录。");
        }
        else if (sheet.Context.Register is RegisterView.OnRecord { Follows: null })
        {
            sheet.Error(Rule, F.ResidentId, "此人已有记录，一人只能有一份：请打开原有记录，在其上更新。");
        }
        else if (sheet.Context.Register is RegisterView.OnRecord record && record.Follows != record.Version)
        {
            sheet.Error(Rule, F.ResidentId, record.Follows > record.Version
                ? "所依据的版本还不存在：请打开最新版本，核对后再提交。"
                : "此人的记录已有更新的版本：请打开最新版本，核对后再提交。");
        }
    }
}
