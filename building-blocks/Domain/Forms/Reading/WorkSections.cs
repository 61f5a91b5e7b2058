using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// Reads section 2 or 3, as 是否务工 says (填表规则2, F07). Where that answer is missing nothing is demanded of either.
/// </summary>
internal static class WorkSections
{
    private static readonly string[] AwayFields = NamesOf(FormSection.Away);
    private static readonly string[] HomeFields = NamesOf(FormSection.Home);

    public static void Read(Sheet sheet, Draft draft)
    {
        var (away, home) = (FirstGiven(sheet, AwayFields), FirstGiven(sheet, HomeFields));
        switch (draft.Working)
        {
            case true:
                Refuse(sheet, home, "“是否务工”填了“是”，“暂未外出务工情况”各项应留空：请清空该部分，或把“是否务工”改为“否”。");
                draft.Away = Demand(sheet, away, "“是否务工”填了“是”，请完整填写“已外出务工情况”。") ? Away(sheet, Need.Answer) : null;
                break;
            case false:
                Refuse(sheet, away, "“是否务工”填了“否”，“已外出务工情况”各项应留空：请清空该部分，或把“是否务工”改为“是”。");
                draft.Home = Demand(sheet, home, "“是否务工”填了“否”，请完整填写“暂未外出务工情况”。") ? HomeSection.Read(sheet, Need.Answer) : null;
                break;
            default:
                Away(sheet, Need.Optional);
                HomeSection.Read(sheet, Need.Optional);
                break;
        }
    }

    private static WorkingAway Away(Sheet sheet, Need need)
    {
        const string rule = "F07";
        var (form, formNote) = Cells.NotedChoice(sheet, F.EmploymentForm, F.EmploymentFormNote, EmploymentForm.Other, need, rule);
        var (industry, industryNote) = Cells.NotedChoice(sheet, F.Industry, F.IndustryNote, Industry.Other, need, rule);
        var hasEmployer = form is EmploymentForm.Unit or EmploymentForm.Cooperative or EmploymentForm.Workshop or EmploymentForm.Base or EmploymentForm.PublicPost;
        var helped = Cells.Flag(sheet, F.Helped, need, rule);
        var insured = InsuredAsPrinted(sheet);
        return new WorkingAway
        {
            Workplace = PlaceCells.Read(sheet, PlaceFields.Workplace, need, rule),
            EmploymentForm = form,
            EmploymentFormNote = formNote,
            Employer = Cells.Text(sheet, F.Employer, hasEmployer ? need : Need.Optional, rule),
            EmployedSince = Cells.Date(sheet, F.EmployedSince, need, rule),
            MonthlyWage = Cells.Money(sheet, F.MonthlyWage, need, rule),
            Industry = industry,
            IndustryNote = industryNote,
            Contract = Cells.Flag(sheet, F.Contract, need, rule),
            EmployeePension = Insured(sheet, F.EmployeePension, need, insured),
            EmployeeMedical = Insured(sheet, F.EmployeeMedical, need, insured),
            Helped = helped,
            HelpedOn = Cells.Month(sheet, F.HelpedOn, helped == true ? need : Need.Optional, rule),
            ReturnedFounder = Cells.Flag(sheet, F.ReturnedFounder, need, rule),
            OrganisedExport = Cells.Choice<OrganisedExport>(sheet, F.OrganisedExport, Need.Optional) ?? OrganisedExport.None,
        };
    }

    /// <summary>是否缴纳社会保险, one tick on paper for both schemes.</summary>
    private static bool? InsuredAsPrinted(Sheet sheet) =>
        sheet.IsBlank(F.EmployeePension) || sheet.IsBlank(F.EmployeeMedical) ? Cells.Flag(sheet, F.SocialInsurance, Need.Optional) : null;

    private static bool? Insured(Sheet sheet, string field, Need need, bool? asPrinted) =>
        sheet.IsBlank(field) && (asPrinted is not null || sheet.IsRefused(F.SocialInsurance) || sheet.IsNotGiven(F.SocialInsurance))
            ? asPrinted
            : Cells.Flag(sheet, field, need, "F07");

    private static bool Demand(Sheet sheet, string? given, string message)
    {
        if (given is null)
        {
            sheet.Error("F07", F.Working, message);
        }

        return given is not null;
    }

    private static void Refuse(Sheet sheet, string? given, string message)
    {
        if (given is not null)
        {
            sheet.Error("F07", given, message);
        }
    }

    private static string? FirstGiven(Sheet sheet, string[] names)
    {
        foreach (var name in names)
        {
            if (!sheet.IsBlank(name) && !(name == F.OrganisedExport && IsNone(sheet)))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>No organised export is no answer to section 2.</summary>
    private static bool IsNone(Sheet sheet) =>
        Choices.TryParse<OrganisedExport>(sheet.Compact(F.OrganisedExport), out var export) && export == OrganisedExport.None;

    private static string[] NamesOf(FormSection section) =>
        [.. FormFields.All.Append(FormFields.SocialInsurance).Where(f => f.Section == section).Select(f => f.Name)];
}
