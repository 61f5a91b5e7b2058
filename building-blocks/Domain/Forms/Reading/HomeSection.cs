using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>Reads section 3, 暂未外出务工情况; who plans to go gives place, job and wage, who doesn't the reason (填表规则3, F08).</summary>
internal static class HomeSection
{
    public static NotWorking Read(Sheet sheet, Need need)
    {
        var type = Cells.Choice<NotWorkingType>(sheet, F.NotWorkingType, need, "F07");
        var plan = Cells.Flag(sheet, F.PlanToGo, need, "F07");
        var planned = plan == true ? need : Need.Optional;
        var (reason, note) = Cells.NotedChoice(
            sheet, F.NoPlanReason, F.NoPlanReasonNote, NoPlanReason.Other, plan == false ? need : Need.Optional, "F08");
        return new NotWorking
        {
            Type = type,
            UnemployedSince = Cells.Date(sheet, F.UnemployedSince, type == NotWorkingType.LostWork ? need : Need.Optional, "F07"),
            PlanToGo = plan,
            NoPlanReason = reason,
            NoPlanReasonNote = note,
            IntendedPlace = PlaceCells.Read(sheet, PlaceFields.Intended, planned, "F08"),
            IntendedOn = Cells.Month(sheet, F.IntendedOn, Need.Optional),
            WillingToWork = Cells.Flag(sheet, F.WillingToWork, Need.Optional),
            NotPicky = Cells.Flag(sheet, F.NotPicky, Need.Optional),
            StatedWish = Cells.Text(sheet, F.StatedWish, Need.Optional),
            IntendedJob = Cells.Text(sheet, F.IntendedJob, planned, "F08"),
            ExpectedWage = Cells.Money(sheet, F.ExpectedWage, planned, "F08"),
        };
    }
}
