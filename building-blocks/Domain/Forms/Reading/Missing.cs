namespace Guzhang.Domain.Forms;

/// <summary>What to say about a blank field, by the rule that asks for it.</summary>
internal static class Missing
{
    public static string Message(string rule, string field)
    {
        var label = Sheet.Label(field);
        return rule switch
        {
            "F07" => FormFields.ByName(field)!.Section == FormSection.Away
                ? $"“是否务工”填了“是”，“已外出务工情况”须完整填写：请补填“{label}”。"
                : $"“是否务工”填了“否”，“暂未外出务工情况”须完整填写：请补填“{label}”。",
            "F08" => field == FieldNames.NoPlanReason
                ? "“是否有外出计划”填了“否”，请填写“无外出意愿原因”。"
                : $"“是否有外出计划”填了“是”，请补填“{label}”；意向地、岗位、月薪三项说不清楚的，暂填“否”，原因选“其他”并注明“暂无法明确”，待下个更新周期再采集。",
            "F09" => $"“有无培训意愿”填了“有”，请补填“{label}”；工种、类别、日期三项说不清楚的，暂填“无”，待下个更新周期再采集。",
            "F10" => "“本年度享受就业服务项目”没有填写：享受过的请填项目和次数，没有享受过的请填“未享受过就业服务”。",
            "F18" => $"“{label}”没有填写，请补齐。",
            _ => $"“{label}”没有填写，请补填。",
        };
    }
}
