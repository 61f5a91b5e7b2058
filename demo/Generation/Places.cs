namespace Guzhang.Demo.Generation;

/// <summary>Where somebody works, seen from Guzhang.</summary>
public enum Where
{
    County,
    Prefecture,
    Province,
    OtherProvince,
    Overseas,
}

/// <summary>A place, one name per level; empty below the level that the form asks for.</summary>
public sealed record Place(string Province, string Prefecture, string County, string Town)
{
    public void Write(Row row, string province, string prefecture, string county, string town) =>
        row.Set((province, Province), (prefecture, Prefecture), (county, County), (town, Town));
}

/// <summary>The places where the county's people go.</summary>
public static class Places
{
    public const string Hunan = "湖南省";
    public const string Xiangxi = "湘西土家族苗族自治州";
    public const string Guzhang = "古丈县";

    private static readonly (int, Place)[] Neighbours =
        [.. new[] { (40, "吉首市"), (15, "永顺县"), (12, "保靖县"), (10, "花垣县"), (9, "凤凰县"), (7, "泸溪县"), (7, "龙山县") }
            .Select(c => (c.Item1, new Place(Hunan, Xiangxi, c.Item2, "")))];

    private static readonly (int, Place)[] InProvince =
        [.. new[]
        {
            (16, "长沙市", "岳麓区"), (14, "长沙市", "雨花区"), (14, "长沙市", "长沙县"), (8, "长沙市", "望城区"),
            (12, "怀化市", "鹤城区"), (6, "怀化市", "沅陵县"), (10, "张家界市", "永定区"), (4, "张家界市", "慈利县"),
            (8, "常德市", "武陵区"), (5, "株洲市", "天元区"),
        }.Select(c => (c.Item1, new Place(Hunan, c.Item2, c.Item3, "")))];

    private static readonly (int, Place)[] OtherProvinces =
        [.. new[]
        {
            (14, "广东省", "深圳市"), (16, "广东省", "东莞市"), (10, "广东省", "广州市"), (9, "广东省", "佛山市"),
            (6, "广东省", "惠州市"), (5, "广东省", "中山市"), (7, "浙江省", "温州市"), (5, "浙江省", "宁波市"),
            (4, "浙江省", "杭州市"), (3, "浙江省", "金华市"), (3, "浙江省", "台州市"), (4, "江苏省", "苏州市"),
            (4, "福建省", "泉州市"), (3, "福建省", "厦门市"), (2, "贵州省", "铜仁市"), (2, "湖北省", "恩施土家族苗族自治州"),
            (2, "湖北省", "武汉市"), (3, "山东省", "济南市"), (1, "云南省", "昆明市"),
        }.Select(c => (c.Item1, new Place(c.Item2, c.Item3, "", "")))];

    public static Place InCounty(string town) => new(Hunan, Xiangxi, Guzhang, town);

    public static Place Pick(Rng rng, Where where, string ownTown) => where switch
    {
        Where.County => InCounty(rng.PerMille(450) ? ownTown : rng.Pick(Divisions.Towns).Name),
        Where.Prefecture => rng.Weighted(Neighbours),
        Where.Province => rng.Weighted(InProvince),
        Where.OtherProvince => rng.Weighted(OtherProvinces),
        _ => new Place(rng.Pick(["境外", "新加坡", "日本", "越南", "柬埔寨"]), "", "", ""),
    };
}
