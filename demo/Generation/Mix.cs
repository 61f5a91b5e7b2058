namespace Guzhang.Demo.Generation;

/// <summary>The everyday people of the county, in proportions that bring the plan's figures into reach in October.</summary>
public static class Mix
{
    private enum Kind
    {
        OtherProvince,
        Overseas,
        County,
        Prefecture,
        Province,
        BackFromOtherProvince,
        BackFromCounty,
        BackFromPrefecture,
        BackFromProvince,
        HomeFromNowhere,
        Lead,
        SelfEmployed,
        BelowWithReason,
        BelowWithout,
        Exit,
        Unreachable,
        Unverified,
        OwnFarming,
    }

    private static readonly (int, Kind)[] Shares =
    [
        (411, Kind.OtherProvince), (3, Kind.Overseas), (186, Kind.County), (80, Kind.Prefecture), (130, Kind.Province),
        (50, Kind.BackFromOtherProvince), (18, Kind.BackFromCounty), (10, Kind.BackFromPrefecture), (14, Kind.BackFromProvince),
        (17, Kind.HomeFromNowhere), (20, Kind.Lead), (18, Kind.SelfEmployed), (10, Kind.BelowWithReason), (6, Kind.BelowWithout),
        (10, Kind.Exit), (7, Kind.Unreachable), (5, Kind.Unverified), (5, Kind.OwnFarming),
    ];

    public static MadeRow Next(People people, Village village)
    {
        var kind = people.Rng.Weighted(Shares);
        Finding[] broken = kind switch
        {
            Kind.BelowWithReason or Kind.BelowWithout => [Finding.W("F13")],
            Kind.Lead => [Finding.W("F20")],
            _ => [],
        };
        return new MadeRow(0, Make(people, village, kind), broken);
    }

    private static Row Make(People people, Village village, Kind kind) => kind switch
    {
        Kind.OtherProvince => people.Working(village, Where.OtherProvince),
        Kind.Overseas => people.Working(village, Where.Overseas),
        Kind.County => people.Working(village, Where.County),
        Kind.Prefecture => people.Working(village, Where.Prefecture),
        Kind.Province => people.Working(village, Where.Province),
        Kind.BackFromOtherProvince => people.CameHome(village, Where.OtherProvince),
        Kind.BackFromCounty => people.CameHome(village, Where.County),
        Kind.BackFromPrefecture => people.CameHome(village, Where.Prefecture),
        Kind.BackFromProvince => people.CameHome(village, Where.Province),
        Kind.HomeFromNowhere => people.HomeFromNowhere(village, people.Half(8, 22), people.Rng.Between(12, 45) * 1000),
        Kind.Lead => people.Lead(village),
        Kind.SelfEmployed => people.SelfEmployed(village),
        Kind.BelowWithReason => people.Below(village, withReason: true),
        Kind.BelowWithout => people.Below(village, withReason: false),
        Kind.Exit => people.Exit(village),
        Kind.Unreachable => people.Unreachable(village),
        Kind.Unverified => Unverified(people.Working(village, Where.OtherProvince)),
        _ => people.OwnFarming(village),
    };

    private static Row Unverified(Row row)
    {
        row[L.Verification] = "未核实";
        return row;
    }
}
