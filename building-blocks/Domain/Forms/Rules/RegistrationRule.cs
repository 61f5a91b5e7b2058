using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>F21: registered outside the county; spouses registered elsewhere live in registered poor households.</summary>
internal static class RegistrationRule
{
    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft.RegisteredAt is { } residence && residence.County != sheet.Context.Divisions.County.Code)
        {
            sheet.Warn("F21", F.RegisteredCounty, "户籍地在县外：请核对此人是否为本县建档立卡户的家庭成员。");
        }
    }
}
