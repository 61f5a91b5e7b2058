using System.Globalization;

namespace Guzhang.Demo.Generation;

/// <summary>Section 2: people at work now.</summary>
public static class Away
{
    private static readonly (int, string)[] OutForms = [(58, "单位就业"), (40, "灵活就业"), (2, "其他就业形式(跟亲友做工)")];

    private static readonly (int, string)[] CountyForms =
    [
        (24, "单位就业"), (34, "灵活就业"), (12, "农业合作社等新型经营主体"), (12, "就业扶贫车间"), (6, "就业扶贫基地"),
        (10, "扶贫公益岗位"), (2, "其他就业形式(零工介绍)"),
    ];

    private static readonly (int, string)[] Industries =
    [
        (14, "技工"), (34, "普工"), (5, "家庭服务业"), (22, "建筑/装修"), (4, "环卫/保卫/市政维护"), (4, "行政/管理"),
        (12, "服务员/接待员/收银/导购员"), (5, "其他(快递)"),
    ];

    public static string Form(Rng rng, Where where) => rng.Weighted(where == Where.County ? CountyForms : OutForms);

    /// <summary>Paid farm work exists in cooperatives and bases; elsewhere it is the second and third sector.</summary>
    public static string Industry(Rng rng, string form) => form switch
    {
        "农业合作社等新型经营主体" or "就业扶贫基地" => rng.Weighted([(60, "种植"), (30, "养殖"), (10, "普工")]),
        "扶贫公益岗位" => "环卫/保卫/市政维护",
        "就业扶贫车间" => rng.Weighted([(70, "普工"), (30, "技工")]),
        "灵活就业" when rng.PerMille(60) => rng.Pick(["种植", "养殖"]),
        _ => rng.Weighted(Industries),
    };

    /// <summary>At work now, at a place, in a form and an industry, with so many months and so much income in the window.</summary>
    public static void Fill(Row row, Rng rng, DateOnly birth, Place place, string form, string industry, decimal months, int income)
    {
        var (first, _) = Period.Write(row, rng, months, income, stillWorking: true);
        row[L.Working] = "是";
        place.Write(row, L.WorkProvince, L.WorkPrefecture, L.WorkCounty, L.WorkTown);
        var formal = form is "单位就业" or "就业扶贫车间";
        var named = form is not ("灵活就业" or "自主创业") && !form.StartsWith("其他", StringComparison.Ordinal);
        row.Choose(L.Form, L.FormNote, form);
        row.Choose(L.Industry, L.IndustryNote, industry);
        row.Set((L.Employer, named ? Names.Employer(rng, form) : ""), (L.Since, Since(rng, birth, first, months)),
            (L.Wage, Wage(rng, months, income)),
            (L.Contract, formal && rng.PerMille(700) ? "是" : "否"));
        var insured = form == "单位就业" && rng.PerMille(350);
        row.Set((L.Pension, insured ? "是" : "否"), (L.Medical, insured && rng.PerMille(900) ? "是" : "否"));
        var helped = form is "扶贫公益岗位" or "就业扶贫车间" || rng.PerMille(200);
        row.Set((L.Helped, helped ? "是" : "否"), (L.HelpedOn, helped ? Period.Month(first) : ""),
            (L.Founder, form == "自主创业" && rng.PerMille(300) ? "是" : "否"),
            (L.Export, place.Province != Places.Hunan && rng.PerMille(120) ? rng.Pick(["专车、专列点对点输送", "免费专场招聘会"]) : "无"));
        if (form == "灵活就业")
        {
            var most = Math.Max(1, (int)(22 * months));
            row[L.FlexibleDays] = rng.Between(Math.Max(1, most / 2), most).ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Monthly wage in yuan that fits the year's income within a quarter either way.</summary>
    private static string Wage(Rng rng, decimal months, int income)
    {
        var mean = months > 0 ? income / months : income;
        var wage = Math.Max(10, Math.Round(mean * rng.Between(85, 120) / 1000m) * 10m);
        return wage.ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>Taken up when the work of the window began, or in an earlier year; never before the 17th birthday.</summary>
    private static string Since(Rng rng, DateOnly birth, DateOnly first, decimal months)
    {
        var date = first.AddDays(rng.Between(4, 24));
        if (months == 12)
        {
            var earlier = date.AddDays(-rng.Between(0, 1100));
            date = earlier < birth.AddYears(17) ? date : earlier;
        }

        return rng.PerMille(200) ? Period.Month(date) : Period.Day(date);
    }
}
