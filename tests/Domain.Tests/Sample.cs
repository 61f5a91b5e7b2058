using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

/// <summary>The county's policy and forms that break no rule, as texts to be changed by each test.</summary>
internal static class Sample
{
    public static readonly DateOnly Today = new(2020, 10, 12);

    public static readonly Divisions Divisions = Divisions.Parse(File("guzhang/divisions.json"), File("china/divisions.json"));

    public static readonly FormYear Year = FormYear.ParseAll(File("guzhang/calendar.json"))[2020];

    public static readonly CountingPolicy Counting = CountingPolicies.Parse(File("guzhang/counting.json")).For(Year);

    public static readonly FormContext Context = new(Today, Year, Divisions, Counting, RegisterView.Unknown);

    private static readonly Dictionary<string, string> Basic = new()
    {
        ["formYear"] = "2020",
        ["contactMeans"] = "入户",
        ["town"] = "默戎镇",
        ["village"] = "牛角山村",
        ["name"] = "龙春梅",
        ["residentId"] = Id("433126", "19900307"),
        ["registeredProvince"] = "湖南省",
        ["registeredPrefecture"] = "湘西州",
        ["registeredCounty"] = "古丈县",
        ["registeredTown"] = "默戎镇",
        ["registeredVillage"] = "牛角山村",
        ["phone"] = "13574300001",
        ["ethnicity"] = "苗族",
        ["verification"] = "已核实",
        ["status"] = "正常贫困劳动力",
        ["ability"] = "普通劳动力",
        ["skillLevel"] = "无",
        ["postSchool"] = "否",
        ["education"] = "初中",
        ["graduatedOn"] = "2005年6月",
        ["homeAddress"] = "古丈县默戎镇牛角山村3组",
        ["monthsWorked"] = "8",
        ["annualIncome"] = "28000",
        ["workMonths"] = "2020年2月、2020年3月、2020年4月、2020年5月、2020年6月、2020年7月、2020年8月、2020年9月",
        ["flexibleDays"] = "0",
        ["returned"] = "否",
        ["wantsTraining"] = "无",
        ["services"] = "职业指导2次、职业培训1次",
        ["householdSigned"] = "2020年10月9日",
        ["collector"] = "c-001",
        ["collectorSigned"] = "2020年10月9日",
        ["collectorPhone"] = "13574300002",
        ["paperArchiveNo"] = "GZ2020-00017",
    };

    private static readonly Dictionary<string, string> Away = new()
    {
        ["working"] = "是",
        ["workplaceProvince"] = "广东省",
        ["workplacePrefecture"] = "东莞市",
        ["employmentForm"] = "单位就业",
        ["employer"] = "瑞丰电子有限公司",
        ["employedSince"] = "2020年2月20日",
        ["monthlyWage"] = "3500",
        ["industry"] = "普工",
        ["contract"] = "是",
        ["employeePension"] = "是",
        ["employeeMedical"] = "否",
        ["helped"] = "是",
        ["helpedOn"] = "2020年2月",
        ["returnedFounder"] = "否",
        ["organisedExport"] = "专车、专列点对点输送",
    };

    private static readonly Dictionary<string, string> Home = new()
    {
        ["working"] = "否",
        ["notWorkingType"] = "就业转失业",
        ["unemployedSince"] = "2020年10月3日",
        ["planToGo"] = "是",
        ["intendedProvince"] = "广东",
        ["intendedPrefecture"] = "深圳",
        ["intendedOn"] = "2020年11月",
        ["willingToWork"] = "是",
        ["notPicky"] = "是",
        ["statedWish"] = "想早点出去",
        ["intendedJob"] = "焊工",
        ["expectedWage"] = "4500",
    };

    /// <summary>At work in 东莞, eight months, 28000 yuan.</summary>
    public static Dictionary<string, string> Working(params ReadOnlySpan<(string Field, string Value)> changes) => Join(Away, changes);

    /// <summary>At home now; eight months, 28000 yuan; where is not said.</summary>
    public static Dictionary<string, string> AtHome(params ReadOnlySpan<(string Field, string Value)> changes) => Join(Home, changes);

    /// <summary>Out of reach: the collector signs alone, what can't be asked is 无法获取.</summary>
    public static Dictionary<string, string> OutOfReach() => AtHome(
        ("verification", "联系不上"), ("monthsWorked", "无法获取"), ("annualIncome", "无法获取"), ("workMonths", "无法获取"),
        ("flexibleDays", "无法获取"), ("phone", "无法获取"), ("services", "无法获取"), ("householdSigned", ""),
        ("collectorPhone", ""), ("paperArchiveNo", ""));

    public static FormReading Read(Dictionary<string, string> fields, FormContext? context = null) =>
        FormReader.Read(fields, context ?? Context);

    /// <summary>The findings as "F06 E name", without their sentences.</summary>
    public static string[] Findings(Dictionary<string, string> fields, FormContext? context = null) =>
        [.. Read(fields, context).Findings.Select(Short)];

    /// <summary>The findings of one rule: what others say of the same form is their tests' affair.</summary>
    public static string[] Of(string rule, Dictionary<string, string> fields, FormContext? context = null) =>
        [.. Findings(fields, context).Where(f => f.StartsWith(rule, StringComparison.Ordinal))];

    public static string Short(Finding finding) => $"{finding.Rule} {(finding.Severity == Severity.Error ? 'E' : 'W')} {finding.Field}";

    public static Form Form(Dictionary<string, string> fields) =>
        Read(fields).Form ?? throw new InvalidOperationException(string.Join(", ", Findings(fields)));

    /// <summary>An ID number with its right check character.</summary>
    public static string Id(string region, string birth, string sequence = "002")
    {
        var body = region + birth + sequence;
        return body + ResidentId.CheckCharacter(body);
    }

    public static string File(string name) =>
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "county", name));

    private static Dictionary<string, string> Join(Dictionary<string, string> section, ReadOnlySpan<(string Field, string Value)> changes)
    {
        var fields = new Dictionary<string, string>(Basic);
        foreach (var (field, value) in section)
        {
            fields[field] = value;
        }

        foreach (var (field, value) in changes)
        {
            fields[field] = value;
        }

        return fields;
    }
}
