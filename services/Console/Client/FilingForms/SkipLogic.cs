using Guzhang.Domain.Forms;
using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>
/// What the answers so far make needless (填表规则2 to 5). Pure. It only spares people what the form's rules would refuse or pass over:
/// the rules themselves are not here.
/// </summary>
public static class SkipLogic
{
    private static readonly string[] Levels = [F.SkillLevel];
    private static readonly string[] Plans = [F.IntendedProvince, F.IntendedPrefecture, F.IntendedOn, F.IntendedJob, F.ExpectedWage];
    private static readonly string[] Before = [F.ReturnReason, F.WorkplaceBeforeProvince, F.WorkplaceBeforePrefecture, F.WorkplaceBeforeCounty, F.WorkplaceBeforeTown];
    private static readonly string[] Training = [F.TrainingKind, F.TrainingTrade, F.TrainingOn];

    /// <summary>Fields that don't apply, with the reason as it is told; null where the question before them is open.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> fields)
    {
        string Text(string field) => fields.GetValueOrDefault(field, "");
        var skipped = new Dictionary<string, string>(StringComparer.Ordinal);
        void Skip(bool when, string reason, params ReadOnlySpan<string> names)
        {
            if (when)
            {
                foreach (var name in names)
                {
                    skipped.TryAdd(name, reason);
                }
            }
        }

        foreach (var field in FormFields.All)
        {
            Skip(field.Section == FormSection.Away && Text(F.Working) != "yes",
                Text(F.Working) == "no" ? "“是否务工”填了“否”，本部分不填" : "先填“是否务工”", field.Name);
            Skip(field.Section == FormSection.Home && Text(F.Working) != "no",
                Text(F.Working) == "yes" ? "“是否务工”填了“是”，本部分不填" : "先填“是否务工”", field.Name);
        }

        Skip(Text(F.Ability) == Ability.Ordinary.Code(), "普通劳动力的技能等级为“无”", Levels);
        Skip(Text(F.Education) is "illiterate" or "primary", "初中及以上才填", F.GraduatedOn);
        Skip(Text(F.EmploymentForm) != "other", "选“其他就业形式”才填", F.EmploymentFormNote);
        Skip(Text(F.Industry) != "other", "选“其他”才填", F.IndustryNote);
        Skip(Text(F.Helped) != "yes", "“经帮扶实现就业”填“是”才填", F.HelpedOn);
        Skip(Text(F.NotWorkingType) != "lost-work", "“就业转失业”才填", F.UnemployedSince);
        Skip(Text(F.PlanToGo) != "no", "“是否有外出计划”填“否”才填", F.NoPlanReason);
        Skip(Text(F.NoPlanReason) != "other", "选“其他”才填", F.NoPlanReasonNote);
        Skip(Text(F.PlanToGo) != "yes", "“是否有外出计划”填“是”才填", Plans);
        Skip(Text(F.WillingToWork) == "no", "“就业意愿”填了“否”", F.NotPicky);
        Skip(Text(F.Returned) != "yes", "“是否返乡回流”填“是”才填", Before);
        Skip(Text(F.WantsTraining) != "yes", "“有无培训意愿”填“有”才填", Training);
        Skip(Text(F.ContactMeans) != "phone", "电话核实才填", F.CallRecord);
        Skip(!MayHaveCounty(Text(F.WorkplaceProvince)), "在国内才填", F.WorkplaceCounty, F.WorkplaceTown);
        Skip(!MayHaveCounty(Text(F.WorkplaceBeforeProvince)), "在国内才填", F.WorkplaceBeforeCounty, F.WorkplaceBeforeTown);
        return skipped;
    }

    /// <summary>What a skipped field is set to; blank but for the one answer that is left.</summary>
    public static string ValueOf(string skipped, IReadOnlyDictionary<string, string> fields) =>
        skipped == F.SkillLevel && fields.GetValueOrDefault(F.Ability) == Ability.Ordinary.Code() ? SkillLevel.None.Code() : "";

    private static bool MayHaveCounty(string province) => province.Length is 0 or 2 && (province.Length == 0 || char.IsAsciiDigit(province[0]));
}
