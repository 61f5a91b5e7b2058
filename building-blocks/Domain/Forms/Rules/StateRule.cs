using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>F17: who left the labour force, for a while or for good, is hardly at work.</summary>
internal static class StateRule
{
    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft is { Status: not (null or Status.Normal), Working: true } && !sheet.IsRefused(F.Working))
        {
            sheet.Warn("F17", F.Status, "“当前状态”不是“正常贫困劳动力”，而“是否务工”填了“是”：请核对这两项，已恢复劳动能力、正在务工的请改正当前状态。");
        }
    }
}
