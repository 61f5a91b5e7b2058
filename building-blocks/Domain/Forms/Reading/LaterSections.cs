using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Domain.Forms;

/// <summary>Reads sections 4 and 5: 返乡回流情况, 培训意愿.</summary>
internal static class LaterSections
{
    public static HomeReturn Return(Sheet sheet)
    {
        var returned = Cells.Flag(sheet, F.Returned, Need.Optional);
        var need = returned == true ? Need.Answer : Need.Optional;
        return new HomeReturn
        {
            Returned = returned,
            Reason = Cells.Choice<ReturnHomeReason>(sheet, F.ReturnReason, need),
            WorkplaceBefore = PlaceCells.Read(sheet, PlaceFields.Before, need, "F06"),
        };
    }

    /// <summary>Who wants training says trade, kind and date (填表规则4, F09).</summary>
    public static TrainingWish Training(Sheet sheet)
    {
        var wants = Cells.Flag(sheet, F.WantsTraining, Need.Optional);
        var need = wants == true ? Need.Answer : Need.Optional;
        return new TrainingWish
        {
            Wants = wants,
            Kinds = Kinds(sheet, need),
            Trade = Cells.Text(sheet, F.TrainingTrade, need, "F09"),
            On = Cells.Date(sheet, F.TrainingOn, need, "F09"),
        };
    }

    private static ValueList<TrainingKind> Kinds(Sheet sheet, Need need)
    {
        var text = sheet.Compact(F.TrainingKind);
        if (!Cells.HasAnswer(sheet, F.TrainingKind, text, need, "F09"))
        {
            return [];
        }

        SortedSet<TrainingKind> kinds = [];
        foreach (var part in Cells.Several(text))
        {
            if (!Choices.TryParse<TrainingKind>(part, out var kind))
            {
                sheet.Error("F06", F.TrainingKind, $"“意愿培训类别”无法识别，请从以下选项中选一项或多项：{Cells.Options<TrainingKind>()}。");
                return [];
            }

            kinds.Add(kind);
        }

        return ValueList.Of<TrainingKind>([.. kinds]);
    }
}
