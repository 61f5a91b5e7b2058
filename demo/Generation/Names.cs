namespace Guzhang.Demo.Generation;

/// <summary>Made-up names in the manner of the place.</summary>
public static class Names
{
    private static readonly (int, string)[] Surnames =
    [
        (14, "向"), (12, "田"), (11, "彭"), (10, "石"), (9, "龙"), (9, "吴"), (7, "麻"), (7, "张"), (5, "王"), (4, "李"),
        (4, "杨"), (4, "梁"), (3, "鲁"), (3, "罗"), (3, "黄"), (2, "覃"), (2, "宋"), (2, "符"), (2, "胡"), (2, "周"),
        (1, "瞿"), (1, "全"), (1, "米"), (1, "尚"), (1, "欧阳"),
    ];

    private const string First = "世祖永正光明昌大清文德国建志家兴成春秀玉金桂美菊冬小晓海云天水长顺";
    private const string Second = "云军华兵平强忠生发贵林松山明勇波涛英翠兰花香莲芝芳梅妹凤仙珍娥琼丽艳红群敏燕";

    public static string Person(Rng rng)
    {
        var surname = rng.Weighted(Surnames);
        var second = Second[rng.Below(Second.Length)].ToString();
        return rng.PerMille(180) ? surname + second : surname + First[rng.Below(First.Length)] + second;
    }

    public static string Mobile(Rng rng) =>
        rng.Pick(["135", "137", "138", "139", "150", "151", "152", "157", "158", "159", "182", "187", "188", "198"])
        + "0743" + rng.Below(10000).ToString("D4", null);

    public static string Phone(Rng rng) =>
        rng.PerMille(25) ? "0743-472" + rng.Below(10000).ToString("D4", null) : Mobile(rng);

    public static string Ethnicity(Rng rng) => rng.Weighted([(52, "土家族"), (36, "苗族"), (12, "汉族")]);

    public static string Employer(Rng rng, string form) => form switch
    {
        "农业合作社等新型经营主体" => rng.Pick(["古丈毛尖茶叶专业合作社", "红石林柑橘专业合作社", "牛角山生态农业合作社", "高望界黑猪养殖合作社"]),
        "就业扶贫车间" => rng.Pick(["默戎苗绣扶贫车间", "古阳竹编扶贫车间", "坪坝服装扶贫车间", "岩头寨电子扶贫车间"]),
        "就业扶贫基地" => rng.Pick(["断龙山茶叶就业扶贫基地", "默戎旅游就业扶贫基地"]),
        "扶贫公益岗位" => rng.Pick(["村级保洁公益岗", "生态护林员岗", "乡村道路养护岗"]),
        _ => rng.Pick(["鸿", "瑞", "盛", "恒", "华", "宏", "鑫", "泰"]) + rng.Pick(["达", "丰", "源", "通", "美", "和", "兴"])
            + rng.Pick(["电子有限公司", "鞋业有限公司", "五金制品厂", "服饰有限公司", "建筑工程公司", "餐饮管理公司", "物业服务公司", "家具厂"]),
    };
}
