using System.Globalization;

namespace Guzhang.Demo.Generation;

/// <summary>Section 1 of the form without work: who the person is and which household.</summary>
public static class Basics
{
    /// <summary>The business day on which every form of the demo comes in.</summary>
    public static readonly DateOnly FormDate = new(2020, 10, 12);

    public const string HomePrefix = "433126";

    /// <summary>A birthday that makes somebody between the two ages (whole years) at the form date.</summary>
    public static DateOnly Birth(Rng rng, int youngest, int oldest) =>
        FormDate.AddYears(-rng.Between(youngest, oldest)).AddDays(-rng.Between(0, 360));

    public static int Age(DateOnly birth)
    {
        var age = FormDate.Year - birth.Year;
        return birth.AddYears(age) > FormDate ? age - 1 : age;
    }

    public static Row Make(Rng rng, IdNumbers ids, Village village, DateOnly birth)
    {
        var row = new Row();
        var prefix = rng.PerMille(955) ? HomePrefix : rng.Pick(["433127", "433125", "433101", "433124", "431222", "520628", "522229"]);
        var registered = rng.PerMille(970) ? village : rng.Pick(Divisions.Villages);
        row.Set(
            (L.FormYear, "2020"), (L.Means, rng.PerMille(860) ? "入户" : "电话"),
            (L.Town, village.TownName), (L.Village, village.Name),
            (L.Name, Names.Person(rng)), (L.Id, ids.New(rng, prefix, birth)),
            (L.RegProvince, Places.Hunan), (L.RegPrefecture, Places.Xiangxi), (L.RegCounty, Places.Guzhang),
            (L.RegTown, registered.TownName), (L.RegVillage, registered.Name),
            (L.Phone, Names.Phone(rng)), (L.Ethnicity, Names.Ethnicity(rng)),
            (L.Verification, "已核实"), (L.Status, "正常贫困劳动力"),
            (L.Address, $"古丈县{village.TownName}{village.Name}{rng.Between(1, 9)}组"));
        Ability(row, rng, Age(birth));
        Schooling(row, rng, birth);
        return row;
    }

    public static void Ability(Row row, Rng rng, int age)
    {
        var ability = age > 60 ? "弱劳动力或半劳动力" : rng.Weighted([(78, "普通劳动力"), (age < 18 ? 0 : 8, "技能劳动力"), (14, "弱劳动力或半劳动力")]);
        row.Set((L.Ability, ability),
            (L.Skill, ability == "技能劳动力" ? rng.Weighted([(50, "初级"), (30, "中级"), (14, "高级"), (4, "技师"), (2, "高级技师")]) : "无"));
    }

    /// <summary>
    /// Schooling and the tick of 两后生 that follows from it (graduated from 初中 or 高中 within five years, no school since).
    /// Nobody graduates in 2015: the year in which the tick would hang on the day.
    /// </summary>
    private static void Schooling(Row row, Rng rng, DateOnly birth)
    {
        var kind = birth.Year switch
        {
            >= 2003 => "初中",
            >= 2001 => rng.Weighted([(60, "高中"), (40, "初中")]),
            2000 => "高中",
            >= 1998 => rng.Weighted([(50, "高中"), (50, "初中")]),
            1997 => "初中",
            >= 1990 => rng.Weighted([(60, "初中"), (22, "高中"), (8, "大专"), (6, "小学"), (4, "本科及以上")]),
            >= 1975 => rng.Weighted([(66, "初中"), (18, "小学"), (8, "高中"), (6, "中职"), (2, "大专")]),
            _ => rng.Weighted([(52, "小学"), (36, "初中"), (7, "文盲或半文盲"), (5, "高中")]),
        };
        var years = kind switch { "初中" => 15, "高中" or "中职" => 18, "大专" => 21, "本科及以上" => 22, _ => 0 };
        var leftEarly = kind == "初中" && birth.Year < 1996 && rng.PerMille(60);
        var graduated = birth.Year + years;
        row.Set((L.Education, kind),
            (L.Graduated, years == 0 ? "" : leftEarly ? "不适用" : string.Create(CultureInfo.InvariantCulture, $"{graduated}年6月")),
            (L.PostSchool, kind is "初中" or "高中" && !leftEarly && graduated > 2015 ? "是" : "否"));
    }
}
