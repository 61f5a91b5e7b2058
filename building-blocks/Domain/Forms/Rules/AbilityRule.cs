using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>F04 (who is not collected) and F05 (ability against skill level and age). 填表说明1.</summary>
internal static class AbilityRule
{
    private const int WorkingAge = 16;
    private const int OrdinaryUntil = 60;

    public static Ability? Read(Sheet sheet)
    {
        if (sheet.Compact(F.Ability) is "丧失劳动力" or "丧失劳动能力" or "无劳动力" or "无劳动能力")
        {
            sheet.Error("F04", F.Ability, "丧失劳动力和无劳动力的人员无须采集；如标注有误，请先在扶贫系统更正后再填。");
            return null;
        }

        return Cells.Choice<Ability>(sheet, F.Ability, Need.Always, unknown: "F04");
    }

    public static void Check(Sheet sheet, Draft draft)
    {
        var age = draft.ResidentId?.AgeAt(sheet.Context.FormDate);
        if (age < WorkingAge)
        {
            sheet.Error("F04", F.ResidentId, "此人未满16周岁，不属于采集对象，无须填表；如出生日期有误请改正身份证号码。");
            age = null;
        }

        if (draft is { Ability: Ability.Ordinary, SkillLevel: not (null or SkillLevel.None) })
        {
            sheet.Error("F05", F.SkillLevel, "普通劳动力的技能等级应为“无”；已取得职业资格证书的，请把劳动能力改为“技能劳动力”。");
        }
        else if (draft is { Ability: Ability.Skilled, SkillLevel: SkillLevel.None })
        {
            sheet.Error("F05", F.SkillLevel, "技能劳动力须填写技能等级；没有职业资格证书的，请把劳动能力改为“普通劳动力”。");
        }

        if (draft.Ability == Ability.Ordinary && age > OrdinaryUntil)
        {
            sheet.Warn("F05", F.Ability, "此人已超过60周岁而标为普通劳动力，请与扶贫系统核对（以扶贫系统标注为准）。");
        }
    }
}
