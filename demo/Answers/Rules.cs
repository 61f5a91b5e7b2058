namespace Guzhang.Demo.Answers;

/// <summary>All rules of the form on one row. F02 and F03 look at other people: the demo has each once, and nobody who looks like another.</summary>
public static class Rules
{
    public static Sheet Read(Row row)
    {
        var sheet = new Sheet(row);
        BasicRules.Check(sheet);
        PersonRules.Check(sheet);
        SectionRules.Check(sheet);
        FigureRules.Check(sheet);
        ConsistencyRules.Check(sheet);
        return sheet;
    }
}
