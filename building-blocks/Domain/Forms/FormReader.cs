namespace Guzhang.Domain.Forms;

/// <summary>Reads raw texts into a form and says every rule they break.</summary>
public static class FormReader
{
    /// <summary>
    /// Reads a form. Every broken rule is reported at once; a field refused by an error is not used by another rule; the
    /// order of <paramref name="fields"/> does not matter.
    /// </summary>
    /// <param name="fields">Text per field name (<see cref="FormFields"/>), from JSON or workbook cells: codes or labels,
    /// several values separated by 、 ， or ；. Full-width characters, blanks and a lower-case x are mended silently.</param>
    /// <param name="context">What the rules take besides the form.</param>
    public static FormReading Read(IReadOnlyDictionary<string, string> fields, FormContext context)
    {
        var sheet = new Sheet(fields, context);
        sheet.RefuseTooLong();
        var draft = new Draft();
        BasicSection.Read(sheet, draft);
        WorkSections.Read(sheet, draft);
        draft.Return = LaterSections.Return(sheet);
        draft.Training = LaterSections.Training(sheet);
        draft.Services = ServicesRule.Read(sheet);
        draft.Signatures = SignaturesRule.Read(sheet, draft);

        // What refuses a field comes before what uses it.
        AbilityRule.Check(sheet, draft);
        ResidentIdRule.CheckCounty(sheet, draft);
        RegisterRule.Check(sheet, draft);
        LookAlikeRule.Check(sheet, draft);
        WorkMonthsRule.CheckFlexibleDays(sheet, draft);
        DatesRule.Check(sheet, draft);
        ReturnRule.Check(sheet, draft);
        LeadRule.Check(sheet, draft);
        WorkMonthsRule.CheckWindow(sheet, draft);
        StandardRule.Check(sheet, draft);
        PostSchoolRule.Check(sheet, draft);
        StateRule.Check(sheet, draft);
        IncomeRule.Check(sheet, draft);
        RegistrationRule.Check(sheet, draft);

        return new FormReading(sheet.HasErrors ? null : draft.ToForm(sheet.NotGivenInOrder()), sheet.FindingsInOrder());
    }
}
