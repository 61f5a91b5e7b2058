namespace Guzhang.Demo.Answers;

/// <summary>All rules that the platform has now, on one row.</summary>
public static class Rules
{
    public static Sheet Read(Row row)
    {
        var sheet = new Sheet(row);
        BasicRules.Check(sheet);
        PersonRules.Check(sheet);
        SectionRules.Check(sheet);
        FigureRules.Check(sheet);
        return sheet;
    }
}
