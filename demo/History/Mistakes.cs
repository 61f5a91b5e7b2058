using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;

namespace Guzhang.Demo.History;

/// <summary>Updates that break rules the initial collection keeps: a dozen of each.</summary>
public static class Mistakes
{
    private const int Each = 12;

    /// <summary>Accepted with a warning.</summary>
    public static IEnumerable<MadeRow> Warned(Plot plot, DateOnly today)
    {
        IEnumerable<MadeRow> Make(string rule, Func<Person, bool> who, Action<Person, Row> change) =>
            plot.Choose(Each, who).Select(p => plot.Anew(p, today, r => change(p, r), Finding.W(rule)));

        return
        [
            .. Make("F11", p => Plot.Works(p) && p.Newest.Months().Count < 11, (_, r) => Changes.Worked(r, 12, int.Parse(r[L.Income], null))),
            .. Make("F14", Plot.Works, (_, r) => r[L.PostSchool] = r[L.PostSchool] == "是" ? "否" : "是"),
            .. Make("F15", p => Plot.StaysHome(p) && p.Newest.Months().Count > 0, (p, r) => r[L.UnemployedSince] = Period.Day(MonthBefore(p.Newest.Months().Max()))),
            .. Make("F16", Plot.WorksAway, (_, r) => Home.Came(r, plot.Rng, new Place("广东省", "东莞市", "", ""))),
            .. Make("F17", Plot.Works, (_, r) => r[L.Status] = "暂时退出(参军)"),
            .. Make("F18", Plot.Works, (_, r) => Changes.ByPhone(r, today.AddDays(-1))),
            .. Make("F19", Plot.Works, (_, r) => r[L.Wage] = r[L.Wage] + "0"),
        ];
    }

    /// <summary>Refused, about people on record: the row is answered, the record stands as it was.</summary>
    public static IEnumerable<MadeRow> Refused(Plot plot, DateOnly today)
    {
        IEnumerable<MadeRow> Make(string rule, Func<Person, bool> who, Action<Row> change) =>
            plot.Choose(Each, who).Select(p => plot.Anew(p, today, change, Finding.E(rule)));

        return
        [
            .. Make("F10", Plot.Works, r => r[L.Services] = "职业指导0次"),
            .. Make("F12", Plot.Works, r => r[L.Months] = "12.5"),
            .. Make("F15", Plot.Works, r => r[L.Since] = "2020年12月1日"),
            .. Make("F16", Plot.StaysHome, r => Home.Came(r, plot.Rng, Places.InCounty(r[L.RegTown]))),
            .. Make("F20", Plot.StaysHome, r =>
            {
                r[L.NotWorkingType] = Home.Never;
                r[L.UnemployedSince] = "";
            }),
        ];
    }

    private static DateOnly MonthBefore(int month) => new DateOnly(month / 12, (month % 12) + 1, 15).AddMonths(-1);
}
