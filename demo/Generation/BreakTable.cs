namespace Guzhang.Demo.Generation;

/// <summary>Every mistake of the demo about the person and the basic section: rules F01, F04, F05, F06.</summary>
public static class BreakTable
{
    public static IEnumerable<Break> All(BadIds bad) =>
        [.. Person(bad), .. Basic(), .. BreakTableSections.All(), .. BreakTableTogether.All(bad)];

    private static IEnumerable<Break> Person(BadIds bad) =>
    [
        Break.E("F01", Base.Working, 4, r => r[L.Id] = bad.Cut(r[L.Id])),
        Break.E("F01", Base.Working, 5, r => r[L.Id] = bad.Checksum(r[L.Id])),
        Break.E("F01", Base.Working, 3, r => r[L.Id] = bad.Letter(r[L.Id])),
        Break.E("F01", Base.Working, 3, r => r[L.Id] = bad.Date("19900230")),
        Break.E("F01", Base.Working, 3, r => r[L.Id] = bad.Date("19851301")),
        Break.E("F01", Base.Working, 3, r => r[L.Id] = bad.Date("20201013")),
        Break.E("F01", Base.Working, 3, r => r[L.Id] = bad.Region("990126", r[L.Id])),
        new Break(Base.Working, 6, [Finding.W("F01")], r => r[L.Id] = bad.Region("433199", r[L.Id])),
        new Break(Base.Working, 5, [Finding.W("F01")], r => r[L.Id] = bad.Region("439099", r[L.Id])),
        new Break(Base.Working, 4, [Finding.W("F01")], r => r[L.Id] = bad.Region("529999", r[L.Id])),
        Break.With("F04", Base.Working, 6, L.Ability, "丧失劳动力"),
        Break.With("F04", Base.Lead, 6, L.Ability, "无劳动力"),
        Break.E("F05", Base.Working, 5, r => r[L.Skill] = "初级"),
        Break.E("F05", Base.Home, 5, r => r[L.Skill] = "高级"),
        Break.E("F05", Base.Working, 5, r => r[L.Ability] = "技能劳动力"),
    ];

    private static IEnumerable<Break> Basic() =>
    [
        Break.Without("F06", Base.Working, 3, L.Name),
        Break.Without("F06", Base.Home, 3, L.Ethnicity),
        Break.Without("F06", Base.Working, 3, L.Phone),
        Break.Without("F06", Base.Home, 3, L.Address),
        Break.Without("F06", Base.Working, 3, L.Education, L.Graduated),
        Break.Without("F06", Base.Working, 3, L.Income),
        Break.Without("F06", Base.Lead, 2, L.PostSchool),
        Break.Without("F06", Base.Working, 2, L.Name, L.Phone, L.Address),
        Break.With("F06", Base.Working, 3, L.Verification, "已核实、联系不上"),
        Break.With("F06", Base.Working, 3, L.Skill, "无、初级"),
        Break.With("F06", Base.Working, 3, L.Contract, "是、否"),
        Break.With("F06", Base.Working, 3, L.Months, "不适用"),
        Break.Without("F06", Base.Working, 5, L.Town, L.Village),
        Break.E("F06", Base.Home, 4, r => r.Set((L.Town, "芙蓉镇"), (L.Village, "科皮村"))),
    ];
}
