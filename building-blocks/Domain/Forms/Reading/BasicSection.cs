using System.Text.RegularExpressions;
using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>Reads section 1, 基本信息: all fields required (填表规则1).</summary>
internal static partial class BasicSection
{
    public static void Read(Sheet sheet, Draft draft)
    {
        ReadState(sheet, draft);
        draft.FormYear = FormYear(sheet);
        draft.ContactMeans = Cells.Choice<ContactMeans>(sheet, F.ContactMeans, Need.Always);
        draft.Name = Name(sheet);
        draft.ResidentId = ResidentIdRule.Read(sheet);
        draft.RegisteredAt = ResidenceCells.Registered(sheet);
        (draft.Town, draft.Village) = ResidenceCells.LookedAfterBy(sheet, draft.RegisteredAt);
        draft.Phone = Phone(sheet, F.Phone, Need.Answer);
        draft.Ethnicity = Cells.Choice<Ethnicity>(sheet, F.Ethnicity, Need.Answer);
        draft.Ability = AbilityRule.Read(sheet);
        draft.SkillLevel = Cells.Choice<SkillLevel>(sheet, F.SkillLevel, Need.Always);
        draft.PostSchool = Cells.Flag(sheet, F.PostSchool, Need.Answer);
        draft.Education = Cells.Choice<Education>(sheet, F.Education, Need.Answer);
        draft.GraduatedOn = Cells.Month(sheet, F.GraduatedOn, draft.Education >= Education.JuniorHigh ? Need.Answer : Need.Optional);
        draft.HomeAddress = Cells.Text(sheet, F.HomeAddress, Need.Answer);
        ReadWork(sheet, draft);
    }

    /// <summary>A mobile number, or a landline with or without its area code; written without blanks.</summary>
    public static string? Phone(Sheet sheet, string field, Need need, string rule = "F06")
    {
        var text = sheet.Compact(field);
        if (!Cells.HasAnswer(sheet, field, text, need, rule))
        {
            return null;
        }

        if (IsMobile().IsMatch(text) || IsLandline().IsMatch(text))
        {
            return text;
        }

        sheet.Error("F06", field, $"“{Sheet.Label(field)}”不是电话号码，请填手机号（11位）或带区号的座机号。");
        return null;
    }

    /// <summary>What decides whether 不适用 is accepted is read first.</summary>
    private static void ReadState(Sheet sheet, Draft draft)
    {
        draft.Verification = Cells.Choice<Verification>(sheet, F.Verification, Need.Always);
        draft.Status = Cells.Choice<Status>(sheet, F.Status, Need.Always);
        draft.Working = Cells.Flag(sheet, F.Working, Need.Always);
        sheet.IsExcused = draft.Status is not Status.Normal || draft.Verification is null or Verification.Unreachable;
    }

    private static int? FormYear(Sheet sheet)
    {
        var year = sheet.Context.Year.Year;
        var text = sheet.Compact(F.FormYear);
        if (!Cells.HasAnswer(sheet, F.FormYear, text, Need.Always, "F06"))
        {
            return null;
        }

        if (FormYears.Read(text) == year)
        {
            return year;
        }

        sheet.Error("F06", F.FormYear, $"“年度”应为{year}，请改正，或放到相应年度的表中。");
        return null;
    }

    private static string? Name(Sheet sheet)
    {
        if (!Cells.HasAnswer(sheet, F.Name, sheet.Text(F.Name), Need.Always, "F06"))
        {
            return null;
        }

        if (PersonName.TryRead(sheet.Text(F.Name), out var name))
        {
            return name;
        }

        sheet.Error("F06", F.Name, "“姓名”应为2至30个字，不含数字和符号（少数民族姓名可用间隔号），请按身份证填写。");
        return null;
    }

    private static void ReadWork(Sheet sheet, Draft draft)
    {
        draft.MonthsWorked = Cells.Number(sheet, F.MonthsWorked, "个月", Need.Answer, most: 12, decimals: 1);
        draft.AnnualIncome = Cells.Money(sheet, F.AnnualIncome, Need.Answer);
        draft.WorkMonths = WorkMonthsRule.Read(sheet, draft.MonthsWorked > 0 ? Need.Answer : Need.Optional);
        draft.FlexibleDays = Cells.Number(sheet, F.FlexibleDays, "天", Need.Answer, most: decimal.MaxValue, decimals: 1);
        draft.KeepReason = Cells.Text(sheet, F.KeepReason, Need.Optional);
    }

    /// <summary>11 digits from 13 to 19, with the country's code or hyphens where somebody writes them.</summary>
    [GeneratedRegex(@"\A(\+?86-?)?1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex IsMobile();

    /// <summary>7 or 8 digits, none of them a mobile number's first, with area code and extension where there are any.</summary>
    [GeneratedRegex(@"\A(\(0[0-9]{2,3}\)|(\+?86-?)?0[0-9]{2,3}-?)?[2-9][0-9]{6,7}((-|转)[0-9]{1,6})?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex IsLandline();
}
