namespace Guzhang.Demo.Generation;

/// <summary>
/// Spouses registered elsewhere who live in registered poor households here. "In county" means the county of registration:
/// their own, not Guzhang.
/// </summary>
public static class Outsiders
{
    private static readonly (Place Registered, string Prefix)[] Homes =
    [
        (new(Places.Hunan, Places.Xiangxi, "保靖县", "葫芦镇"), "433125"), (new(Places.Hunan, Places.Xiangxi, "永顺县", "芙蓉镇"), "433127"),
        (new(Places.Hunan, Places.Xiangxi, "吉首市", "马颈坳镇"), "433101"), (new("贵州省", "铜仁市", "松桃苗族自治县", "盘信镇"), "520628"),
    ];

    public static Row Make(People people, IdNumbers ids, Village village, int kind)
    {
        var rng = people.Rng;
        var (home, prefix) = Homes[kind % Homes.Length];
        var abroad = home.Province != Places.Hunan;
        var row = (kind / Homes.Length % 3) switch
        {
            0 when !abroad => people.Working(village, home with { Town = "" }, "灵活就业", "普工", people.Half(3, 5), rng.Between(40, 80) * 100),
            0 or 1 => people.Working(village, Places.InCounty(village.TownName), "灵活就业", "建筑/装修", people.Half(7, 16), rng.Between(100, 240) * 100),
            _ => people.Working(village, Places.Pick(rng, Where.OtherProvince, ""), "单位就业", "普工", people.Half(8, 20), rng.Between(20, 50) * 1000),
        };
        return Register(row, home, prefix, ids, rng);
    }

    /// <summary>Moves the registration and gives an ID number of that county.</summary>
    public static Row Register(Row row, Place home, string prefix, IdNumbers ids, Rng rng)
    {
        home.Write(row, L.RegProvince, L.RegPrefecture, L.RegCounty, L.RegTown);
        row[L.RegVillage] = rng.Pick(["新寨村", "大坪村", "上寨村"]);
        row[L.Id] = ids.New(rng, prefix, IdDate(row));
        return row;
    }

    public static (Place Home, string Prefix) Elsewhere => Homes[0];

    private static DateOnly IdDate(Row row) => DateOnly.ParseExact(row[L.Id].AsSpan(6, 8), "yyyyMMdd", null);
}
