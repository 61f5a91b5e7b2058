namespace Guzhang.Domain;

/// <summary>Names of divisions as people write them: with or without 省, 市, 州, 土家族苗族自治州, 镇, 社区居委会.</summary>
internal static class DivisionNames
{
    private static readonly string[] Suffixes =
    [
        "村民委员会", "居民委员会", "街道办事处", "特别行政区", "村委会", "居委会", "自治区", "自治州", "自治县", "自治旗",
        "办事处", "地区", "林区", "特区", "街道", "社区", "省", "市", "州", "盟", "县", "区", "旗", "镇", "乡", "村",
    ];

    private static readonly string[] Peoples =
    [
        "蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族", "瑶族", "白族",
        "土家族", "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族", "纳西族",
        "景颇族", "柯尔克孜族", "柯尔克孜", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯族",
        "锡伯", "阿昌族", "普米族", "塔吉克族", "塔吉克", "怒族", "鄂温克族", "保安族", "裕固族", "独龙族", "鄂伦春族", "维吾尔",
        "各族", "蒙古",
    ];

    /// <summary>The name without what says its kind: 湘西土家族苗族自治州 → 湘西. At least two characters remain.</summary>
    public static string Short(string name)
    {
        var rest = name;
        foreach (var suffix in Suffixes)
        {
            if (rest.Length >= suffix.Length + 2 && rest.EndsWith(suffix, StringComparison.Ordinal))
            {
                rest = rest[..^suffix.Length];
                if (suffix[0] == '自')
                {
                    return WithoutPeoples(rest);
                }

                if (suffix.Length == 1)
                {
                    return rest;
                }
            }
        }

        return rest;
    }

    private static string WithoutPeoples(string name)
    {
        for (var found = true; found;)
        {
            found = false;
            foreach (var people in Peoples)
            {
                if (name.Length >= people.Length + 2 && name.EndsWith(people, StringComparison.Ordinal))
                {
                    name = name[..^people.Length];
                    found = true;
                    break;
                }
            }
        }

        return name;
    }
}
