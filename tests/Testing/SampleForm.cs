using System.Globalization;

namespace Guzhang.Testing;

/// <summary>A form without findings, of somebody who works in another province; tests change what they are about.</summary>
public static class SampleForm
{
    private static int _people;

    /// <summary>A person nobody has used in this run.</summary>
    public static Dictionary<string, object> OfSomebodyNew(params (string Field, object? Value)[] changes) =>
        Of(NewResidentId(), changes);

    /// <summary>Somebody nobody has used, back from another province, out of work and willing, 不挑不拣; without a plan that can be stated.</summary>
    public static Dictionary<string, object> OfSomebodyHome(string? residentId = null) => Of(
        residentId ?? NewResidentId(), ("working", "否"), ("workplaceProvince", null), ("workplacePrefecture", null), ("employmentForm", null), ("employer", null),
        ("employedSince", null), ("monthlyWage", null), ("industry", null), ("contract", null), ("employeePension", null), ("employeeMedical", null),
        ("helped", null), ("returnedFounder", null), ("notWorkingType", "就业转失业"), ("unemployedSince", "2020年10月1日"), ("planToGo", "否"),
        ("noPlanReason", "其他"), ("noPlanReasonNote", "暂无法明确"), ("willingToWork", "是"), ("notPicky", "是"), ("returned", "是"), ("returnReason", "因疫情"),
        ("workplaceBeforeProvince", "广东省"), ("workplaceBeforePrefecture", "东莞市"));

    public static Dictionary<string, object> Of(string residentId, params (string Field, object? Value)[] changes)
    {
        var fields = new Dictionary<string, object>
        {
            ["formYear"] = "2020",
            ["contactMeans"] = "入户",
            ["town"] = "古阳镇",
            ["village"] = "罗依溪社区",
            ["name"] = "向秀英",
            ["residentId"] = residentId,
            ["registeredProvince"] = "湖南省",
            ["registeredPrefecture"] = "湘西土家族苗族自治州",
            ["registeredCounty"] = "古丈县",
            ["registeredTown"] = "古阳镇",
            ["registeredVillage"] = "罗依溪社区",
            ["phone"] = "13874390001",
            ["ethnicity"] = "土家族",
            ["verification"] = "已核实",
            ["status"] = "正常贫困劳动力",
            ["working"] = "是",
            ["ability"] = "普通劳动力",
            ["skillLevel"] = "无",
            ["postSchool"] = "否",
            ["education"] = "小学",
            ["homeAddress"] = "古阳镇罗依溪社区3组",
            ["monthsWorked"] = 7,
            ["annualIncome"] = 24500,
            ["workMonths"] = new[] { "2020-03", "2020-04", "2020-05", "2020-06", "2020-07", "2020-08", "2020-09" },
            ["flexibleDays"] = 0,
            ["workplaceProvince"] = "广东省",
            ["workplacePrefecture"] = "东莞市",
            ["employmentForm"] = "单位就业",
            ["employer"] = "东莞某电子厂",
            ["employedSince"] = "2020年3月2日",
            ["monthlyWage"] = 3500,
            ["industry"] = "普工",
            ["contract"] = "是",
            ["employeePension"] = "是",
            ["employeeMedical"] = "是",
            ["helped"] = "否",
            ["returnedFounder"] = "否",
            ["returned"] = "否",
            ["wantsTraining"] = "无",
            ["services"] = "未享受过就业服务",
            ["householdSigned"] = "2020-10-09",
            ["collectorSigned"] = "2020-10-09",
            ["collectorPhone"] = "13874399999",
            ["paperArchiveNo"] = "GY-0001",
        };
        foreach (var (field, value) in changes)
        {
            if (value is null)
            {
                fields.Remove(field);
            }
            else
            {
                fields[field] = value;
            }
        }

        return fields;
    }

    /// <summary>
    /// A number registered in 古丈县 that nobody has used in this run, born in 1985 or after. All have the same check character,
    /// so no two are one slip apart: nobody looks like another (F03).
    /// </summary>
    public static string NewResidentId()
    {
        while (true)
        {
            var n = Interlocked.Increment(ref _people);
            var first17 = string.Create(CultureInfo.InvariantCulture, $"433126{1985 + (n / 335_664 % 15)}{1 + (n / 999 % 12):00}{1 + (n / 11_988 % 28):00}{n % 999:000}");
            int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            if (first17.Select((c, i) => (c - '0') * weights[i]).Sum() % 11 == 2)
            {
                return first17 + 'X';
            }
        }
    }
}
