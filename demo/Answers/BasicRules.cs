using Guzhang.Demo.Generation;

namespace Guzhang.Demo.Answers;

/// <summary>F06: what has to be there, and single choices with one value.</summary>
public static class BasicRules
{
    private static readonly string[] Required =
    [
        L.FormYear, L.Means, L.Town, L.Village, L.Name, L.Id, L.RegProvince, L.RegPrefecture, L.RegCounty, L.RegTown, L.RegVillage,
        L.Phone, L.Ethnicity, L.Verification, L.Status, L.Working, L.Ability, L.Skill, L.PostSchool, L.Education, L.Address,
        L.Months, L.Income, L.FlexibleDays,
    ];

    /// <summary>Single choices whose options hold no separator.</summary>
    private static readonly string[] SingleChoices =
    [
        L.Means, L.Verification, L.Working, L.Ability, L.Skill, L.PostSchool, L.Education, L.Form, L.Industry, L.Contract, L.Pension,
        L.Medical, L.Helped, L.Founder, L.NotWorkingType, L.Plan, L.NoPlanReason, L.Returned, L.ReturnReason, L.Wants,
    ];

    public static void Check(Sheet sheet)
    {
        foreach (var label in Required)
        {
            if (sheet.Empty(label) || (sheet.NotAsked(label) && !sheet.Excused))
            {
                sheet.Error("F06", label);
            }
        }

        foreach (var label in SingleChoices)
        {
            if (sheet.Parts(label).Length > 1)
            {
                sheet.Error("F06", label);
            }
        }

        if (sheet.Usable(L.Town) && TownCode(sheet) is null)
        {
            sheet.Error("F06", L.Town, L.Village);
        }

        var schooled = sheet[L.Education] is not ("小学" or "文盲或半文盲");
        if (schooled && sheet.Usable(L.Education) && sheet.Empty(L.Graduated))
        {
            sheet.Error("F06", L.Graduated);
        }
    }

    /// <summary>Code of the town that looks after the household; null where the row names none of the county.</summary>
    public static string? TownCode(Sheet sheet) =>
        Divisions.Towns.Where(t => t.Name == sheet[L.Town]).Select(t => t.Code).FirstOrDefault();
}
