using System.Globalization;

namespace Guzhang.Demo.Generation;

/// <summary>Sections 3 and 4: people at home now, and where they came back from.</summary>
public static class Home
{
    public const string Never = "从未外出就业过";
    public const string LostWork = "就业转失业";

    private static readonly string[] Trades = ["普工", "焊工", "电工", "缝纫工", "保安", "保洁员", "家政服务员", "厨师", "服务员", "采茶工", "叉车司机"];

    /// <summary>Never worked away: a lead for job matching.</summary>
    public static void Lead(Row row, Rng rng)
    {
        Period.None(row);
        row.Set((L.Working, "否"), (L.NotWorkingType, Never));
        Wish(row, rng, rng.PerMille(600));
    }

    /// <summary>Worked in the window and is home now.</summary>
    public static void LostJob(Row row, Rng rng, decimal months, int income)
    {
        var lost = new DateOnly(2020, 9, 20);
        if (months > 0)
        {
            var (_, last) = Period.Write(row, rng, months, income, stillWorking: false);
            lost = last.AddDays(rng.Between(27, 36));
        }
        else
        {
            Period.None(row);
        }

        row.Set((L.Working, "否"), (L.NotWorkingType, LostWork),
            (L.UnemployedSince, Period.Day(lost < Basics.FormDate ? lost : Basics.FormDate.AddDays(-2))));
        Wish(row, rng, rng.PerMille(650));
    }

    /// <summary>Plans and wishes; who plans nothing gives the reason.</summary>
    public static void Wish(Row row, Rng rng, bool plans)
    {
        row[L.Plan] = plans ? "是" : "否";
        if (plans)
        {
            var place = Places.Pick(rng, rng.PerMille(700) ? Where.OtherProvince : Where.Province, "");
            row.Set((L.IntendedProvince, place.Province), (L.IntendedPrefecture, place.Prefecture),
                (L.IntendedOn, rng.Pick(["2020年11月", "2020年12月", "2021年2月"])), (L.Job, rng.Pick(Trades)),
                (L.ExpectedWage, (rng.Between(25, 60) * 100).ToString(CultureInfo.InvariantCulture)),
                (L.Willing, "是"), (L.NotPicky, rng.PerMille(300) ? "是" : "否"));
            return;
        }

        var reason = rng.Weighted([(20, "转业规模种养"), (25, "务农"), (30, "照顾家人"), (15, "身体或精神状态不佳"), (5, "主观意愿不强"), (5, "其他(暂无法明确)")]);
        var unclear = reason.StartsWith("其他", StringComparison.Ordinal);
        row.Choose(L.NoPlanReason, L.NoPlanNote, reason);
        row.Set((L.Willing, unclear ? "是" : "否"), (L.NotPicky, unclear ? "是" : "否"),
            (L.Wish, unclear ? "想出去做事，还没想好去哪里" : ""));
    }

    /// <summary>Came back out of work from another county, or from another town of this one.</summary>
    public static void Came(Row row, Rng rng, Place before)
    {
        row.Set((L.Returned, "是"),
            (L.ReturnReason, rng.Weighted([(35, "因疫情"), (5, "因灾"), (15, "因农忙"), (10, "因病"), (35, "个人家庭等原因")])));
        Before(row, before);
    }

    /// <summary>Where the last work was, without a return in the sense of 指标解释7.</summary>
    public static void Before(Row row, Place before) =>
        before.Write(row, L.BeforeProvince, L.BeforePrefecture, L.BeforeCounty, L.BeforeTown);
}
