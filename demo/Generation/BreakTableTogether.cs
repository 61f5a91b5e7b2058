namespace Guzhang.Demo.Generation;

/// <summary>Rows that break several rules at once, of both kinds: all of them are answered together.</summary>
public static class BreakTableTogether
{
    public static IEnumerable<Break> All(BadIds bad) =>
    [
        Two("F01", "F06", Base.Working, r =>
        {
            r[L.Id] = bad.Checksum(r[L.Id]);
            r.Clear(L.Name);
        }),
        Two("F05", "F10", Base.Working, r => r.Set((L.Skill, "中级"), (L.Services, "职业介绍0次"))),
        Two("F09", "F18", Base.Working, r =>
        {
            BreakTableSections.Train(r, L.TrainingTrade);
            r.Clear(L.HouseholdSigned);
        }),
        Two("F08", "F12", Base.Home, r =>
        {
            BreakTableSections.Plan(r, L.Job);
            r[L.Income] = "-1";
        }),
        new Break(Base.Working, 3, [Finding.E("F04"), Finding.E("F12"), Finding.E("F18")], r =>
        {
            r.Set((L.Ability, "丧失劳动力"), (L.FlexibleDays, "-1"));
            r.Clear(L.PaperNo);
        }),
        new Break(Base.Working, 3, [Finding.E("F06"), Finding.E("F09"), Finding.E("F10")], r =>
        {
            r.Clear(L.Ethnicity);
            BreakTableSections.Train(r, L.TrainingOn);
            r[L.Services] = "未享受过就业服务、职业指导1次";
        }),
        Two("F05", "F07", Base.Working, r =>
        {
            r[L.Skill] = "技师";
            r.Clear(Break.SectionTwo);
        }),
        new Break(Base.Working, 3, [Finding.E("F10"), Finding.W("F01")], r =>
        {
            r.Set((L.Id, bad.Region("433199", r[L.Id])), (L.Services, "创业服务0次"));
        }),
        new Break(Base.Working, 3, [Finding.E("F18"), Finding.W("F13")], r =>
        {
            r.Set((L.Months, "2"), (L.Income, "6000"), (L.Wage, "3000"));
            BreakTableSections.Called(r);
        }),
    ];

    private static Break Two(string one, string other, Base with, Action<Row> act) =>
        new(with, 3, [Finding.E(one), Finding.E(other)], act);
}
