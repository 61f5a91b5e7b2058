namespace Guzhang.Demo.Answers;

/// <summary>All rules of the form on one row. F02 and F03 look at other people and other rows: what is known says so.</summary>
public static class Rules
{
    public static Sheet Read(Row row, Known? known = null)
    {
        var sheet = new Sheet(row, known);
        BasicRules.Check(sheet);
        PersonRules.Check(sheet);
        SectionRules.Check(sheet);
        FigureRules.Check(sheet);
        ConsistencyRules.Check(sheet);
        if (sheet.Known.IsAgain)
        {
            sheet.Error("F02", L.Id);
        }

        return sheet;
    }
}
