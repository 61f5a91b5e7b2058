namespace Guzhang.Demo.Generation;

/// <summary>The kinds of people who make up the county. Every form is whole but for its ending, and none breaks a rule of kind E.</summary>
public sealed class People(Rng rng, IdNumbers ids)
{
    public Rng Rng => rng;

    public Row Person(Village village, int youngest = 19, int oldest = 59, DateOnly? birth = null) =>
        Basics.Make(rng, ids, village, birth ?? Basics.Birth(rng, youngest, oldest));

    /// <summary>At work now and well above the standard.</summary>
    public Row Working(Village village, Where where)
    {
        var form = Away.Form(rng, where);
        var farmAllowed = form.StartsWith("其他", StringComparison.Ordinal) ? "普工" : Away.Industry(rng, form);
        var (months, income) = Enough(where, form);
        return Working(village, Places.Pick(rng, where, village.TownName), form, farmAllowed, months, income);
    }

    public Row Working(Village village, Place place, string form, string industry, decimal months, int income, int youngest = 19, int oldest = 59)
    {
        var birth = Basics.Birth(rng, youngest, oldest);
        var row = Person(village, birth: birth);
        Away.Fill(row, rng, birth, place, form, industry, months, income);
        return row;
    }

    /// <summary>Came home out of work after enough work somewhere: a return, unless it was in the own town.</summary>
    public Row CameHome(Village village, Where where)
    {
        var (months, income) = Enough(where, "灵活就业");
        return CameHome(village, Places.Pick(rng, where, village.TownName), months, income);
    }

    public Row CameHome(Village village, Place before, decimal months, int income)
    {
        var row = Person(village);
        Home.LostJob(row, rng, months, income);
        if (before.County == Places.Guzhang && before.Town == row[L.RegTown])
        {
            Home.Before(row, before);
        }
        else
        {
            Home.Came(row, rng, before);
        }

        return row;
    }

    /// <summary>At home after work, and the form does not say where that was.</summary>
    public Row HomeFromNowhere(Village village, decimal months, int income)
    {
        var row = Person(village);
        Home.LostJob(row, rng, months, income);
        return row;
    }

    public Row Lead(Village village, DateOnly? birth = null)
    {
        var row = Person(village, 17, 40, birth);
        Home.Lead(row, rng);
        return row;
    }

    /// <summary>自主创业: collected, never counted.</summary>
    public Row SelfEmployed(Village village)
    {
        var where = rng.Weighted([(70, Where.County), (15, Where.Prefecture), (5, Where.Province), (10, Where.OtherProvince)]);
        var industry = rng.Weighted([(30, "其他(小卖部)"), (20, "服务员/接待员/收银/导购员"), (20, "养殖"), (15, "种植"), (15, "建筑/装修")]);
        return Working(village, Places.Pick(rng, where, village.TownName), "自主创业", industry, Half(8, 24), rng.Between(12, 60) * 1000);
    }

    /// <summary>Own land, sold at the market: at work, and not wage work.</summary>
    public Row OwnFarming(Village village) =>
        Working(village, Places.InCounty(village.TownName), "其他就业形式(自家田地)", rng.Pick(["种植", "养殖"]), Half(6, 20), rng.Between(4, 15) * 1000);

    /// <summary>Left the labour force for a while or for good; what cannot be asked is 不适用.</summary>
    public Row Exit(Village village)
    {
        var (status, reason) = rng.Weighted(
        [
            (30, ("暂时退出(上学)", "其他(上学)")), (20, ("暂时退出(参军)", "其他(参军)")), (10, ("暂时退出(服刑)", "其他(服刑)")),
            (15, ("暂时退出(暂时丧失劳动力)", "身体或精神状态不佳")), (15, ("永久退出(死亡)", "其他(已故)")), (10, ("永久退出(永久丧失劳动力)", "身体或精神状态不佳")),
        ]);
        var row = HomeFromNowhere(village, Half(6, 20), rng.Between(12, 40) * 1000);
        Home.Wish(row, rng, plans: false);
        row.Clear(L.IntendedProvince, L.IntendedPrefecture, L.IntendedOn, L.Job, L.ExpectedWage);
        row.Choose(L.NoPlanReason, L.NoPlanNote, reason);
        row.Set((L.Status, status), (L.Willing, "否"), (L.NotPicky, "否"), (L.Wish, ""));
        if (rng.PerMille(600))
        {
            row.Set((L.Months, "不适用"), (L.Income, "不适用"), (L.WorkMonths, "不适用"), (L.FlexibleDays, "不适用"));
        }

        if (status.Contains("死亡", StringComparison.Ordinal) || status.Contains("服刑", StringComparison.Ordinal))
        {
            row.Set((L.Phone, "不适用"), (L.Means, "入户"));
        }

        return row;
    }

    /// <summary>联系不上: what nobody could be asked is 无法获取.</summary>
    public Row Unreachable(Village village)
    {
        var home = rng.PerMille(500);
        var row = home ? CameHome(village, Where.OtherProvince) : Working(village, Where.OtherProvince);
        if (home)
        {
            row.Set((L.Months, "无法获取"), (L.Income, "无法获取"), (L.WorkMonths, "无法获取"), (L.FlexibleDays, "无法获取"));
        }

        row[L.Verification] = "联系不上";
        return row;
    }

    /// <summary>Below the standard; with a reason to keep the form it can be confirmed, without one it waits.</summary>
    public Row Below(Village village, bool withReason)
    {
        var where = rng.Weighted([(50, Where.County), (20, Where.Prefecture), (10, Where.Province), (20, Where.OtherProvince)]);
        var (months, income) = where == Where.County
            ? rng.PerMille(500) ? (0.5m, rng.Between(10, 29) * 50) : (Half(2, 6), rng.Between(15, 29) * 100)
            : rng.PerMille(500) ? (Half(2, 5), rng.Between(50, 140) * 100) : (Half(6, 10), rng.Between(60, 89) * 100);
        var place = Places.Pick(rng, where, village.TownName);
        var row = rng.PerMille(300) ? CameHome(village, place, months, income)
            : Working(village, place, rng.PerMille(90) ? "自主创业" : "灵活就业", "普工", months, income);
        return Keep(row, withReason);
    }

    public Row Keep(Row row, bool withReason)
    {
        row[L.KeepReason] = withReason ? rng.Pick(["家庭困难，本人刚康复，正在增加务工时间", "九月起已签长期用工合同", "村里申请列入重点帮扶对象"]) : "";
        return row;
    }

    /// <summary>Months in halves, both ends included: Half(3, 20) is 1.5 to 10.</summary>
    public decimal Half(int low, int high) => rng.Between(low, high) / 2m;

    private (decimal Months, int Income) Enough(Where where, string form)
    {
        if (form == "扶贫公益岗位")
        {
            return (rng.Between(10, 12), rng.Between(42, 90) * 100);
        }

        var months = rng.PerMille(220) ? 12 : where == Where.County ? Half(3, 22) : Half(7, 22);
        var wage = where == Where.County ? rng.Between(22, 38) * 100 : rng.Between(29, 62) * 100;
        return (months, (int)(months * wage));
    }
}
