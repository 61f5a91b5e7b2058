using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>
/// F16: 返乡回流 is out of work and back from outside the county, or from another town of it (指标解释7): not from the town of
/// registration, and not while at work.
/// </summary>
internal static class ReturnRule
{
    private const string Rule = "F16";

    public static void Check(Sheet sheet, Draft draft)
    {
        if (draft.Return.Returned != true)
        {
            return;
        }

        if (draft is { Return.WorkplaceBefore: { } before, RegisteredAt: { } registered } && IsInside(before, registered))
        {
            sheet.Error(Rule, F.WorkplaceBeforeTown, "“返乡前务工地点”就在户籍所在的镇（乡），不属于返乡回流：请把“是否返乡回流”改为“否”，或更正务工地点。");
        }

        if (draft.Working == true && !sheet.IsRefused(F.Working))
        {
            sheet.Warn(Rule, F.Returned, "返乡回流指失业后返乡，而“是否务工”填了“是”：返乡后已重新上岗的可不改，否则请核对这两项。");
        }
    }

    /// <summary>Towns are codes inside the county; elsewhere they are kept as written, with or without 镇.</summary>
    private static bool IsInside(Place place, Residence registered) =>
        place is { County: { } county, Town: { } town } && county == registered.County
        && DivisionNames.Short(town) == DivisionNames.Short(registered.Town);
}
