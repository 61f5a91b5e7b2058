namespace Guzhang.Demo.Generation;

/// <summary>
/// People on, just above and just below every limit: months and income, in and out of the county, at work and at home;
/// and people on the edges of age.
/// </summary>
public static class Edges
{
    private enum Kind
    {
        WorkingInCounty,
        WorkingInNextCounty,
        WorkingInOtherProvince,
        HomeFromCounty,
        HomeFromNextCounty,
        HomeFromOtherProvince,
        HomeFromNowhere,
    }

    public static IEnumerable<MadeRow> Make(People people, IReadOnlyList<Village> villages)
    {
        var turn = 0;
        Village Next() => villages[turn++ % villages.Count];

        foreach (var withReason in new[] { true, false })
        {
            foreach (var kind in Enum.GetValues<Kind>())
            {
                foreach (var (months, income) in Limits(kind is Kind.WorkingInCounty or Kind.HomeFromCounty))
                {
                    var row = Limit(people, Next(), kind, months.Worked, income.Earned);
                    var below = months.Below || income.Below;
                    yield return new MadeRow(0, below ? people.Keep(row, withReason) : row, below ? [Finding.W("F13")] : []);
                }
            }

            foreach (var row in Ages(people, Next))
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<((decimal Worked, bool Below) Months, (int Earned, bool Below) Income)> Limits(bool inCounty)
    {
        var (months, income) = inCounty ? (1m, 3000) : (3m, 9000);
        foreach (var m in new[] { -0.1m, 0m, 0.1m })
        {
            foreach (var y in new[] { -1, 0, 1 })
            {
                yield return ((months + m, m < 0), (income + y, y < 0));
            }
        }
    }

    private static Row Limit(People people, Village village, Kind kind, decimal months, int income)
    {
        var place = kind switch
        {
            Kind.WorkingInCounty or Kind.HomeFromCounty => Places.InCounty(OtherTown(village)),
            Kind.WorkingInNextCounty or Kind.HomeFromNextCounty => new Place(Places.Hunan, Places.Xiangxi, "永顺县", ""),
            _ => new Place("广东省", "东莞市", "", ""),
        };
        return kind switch
        {
            Kind.HomeFromNowhere => people.HomeFromNowhere(village, months, income),
            Kind.HomeFromCounty or Kind.HomeFromNextCounty or Kind.HomeFromOtherProvince => people.CameHome(village, place, months, income),
            _ => people.Working(village, place, "灵活就业", "普工", months, income),
        };
    }

    private static string OtherTown(Village village) => Divisions.Towns.First(t => t.Code != village.TownCode).Name;

    /// <summary>16 today; 60 today and until tomorrow; 61 today, as 普通劳动力 (a warning) and as 弱劳动力.</summary>
    private static IEnumerable<MadeRow> Ages(People people, Func<Village> next)
    {
        var today = Basics.FormDate;
        yield return new MadeRow(0, people.Lead(next(), today.AddYears(-16)), [Finding.W("F20")]);
        yield return new MadeRow(0, Ordinary(people, next(), today.AddYears(-60)), []);
        yield return new MadeRow(0, Ordinary(people, next(), today.AddYears(-61).AddDays(1)), []);
        yield return new MadeRow(0, Ordinary(people, next(), today.AddYears(-61)), [Finding.W("F05")]);
        var weak = Ordinary(people, next(), today.AddYears(-61));
        weak[L.Ability] = "弱劳动力或半劳动力";
        yield return new MadeRow(0, weak, []);
    }

    /// <summary>普通劳动力 of a given birthday, at work in the county and above the standard.</summary>
    public static Row Ordinary(People people, Village village, DateOnly birth)
    {
        var row = people.Person(village, birth: birth);
        row.Set((L.Ability, "普通劳动力"), (L.Skill, "无"));
        Away.Fill(row, people.Rng, birth, Places.InCounty(village.TownName), "灵活就业", "建筑/装修", people.Half(8, 20), 18000);
        return row;
    }
}
