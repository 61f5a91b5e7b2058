namespace Guzhang.Demo.Answers;

/// <summary>The columns of docs/dispatch-table.md: key in JSON and heading.</summary>
public static class Columns
{
    public static IReadOnlyList<(string Key, string Title)> All { get; } =
    [
        ("rawBase", "平台原有人数"), ("submitted", "已提交"), ("refused", "退表"), ("withWarnings", "有提示"), ("awaiting", "待确认"),
        ("returned", "已退回"), ("confirmed", "已确认"), ("counted", "计入人数"), ("inCounty", "县内"),
        ("outOfCountyInProvince", "县外省内"), ("outOfProvince", "省外"), ("workingNow", "现在务工"), ("homeNow", "现在在家"),
        ("leads", "线索（从未外出）"), ("selfEmployed", "自主创业"), ("otherNotCounted", "其他不计"), ("belowStandard", "低于标准"),
    ];

    /// <summary>The columns that this row's person is counted in, given what the task force does.</summary>
    public static IReadOnlyList<string> Of(Sheet sheet)
    {
        if (sheet.IsRefused)
        {
            return ["rawBase", "refused"];
        }

        List<string> columns = ["rawBase", "submitted"];
        if (sheet.Findings.Count > 0)
        {
            columns.Add("withWarnings");
        }

        columns.AddRange(Decided(sheet));
        return columns;
    }

    private static IReadOnlyList<string> Decided(Sheet sheet)
    {
        if (ConfirmationPlan.ReturnedVillages.Contains(sheet[L.Village]))
        {
            return ["returned"];
        }

        var unconfirmable = sheet.Findings.Contains(Finding.W("F13")) && sheet.Empty(L.KeepReason);
        return unconfirmable || sheet[L.Village] == ConfirmationPlan.WaitingVillage ? ["awaiting"] : ["confirmed", .. Category(sheet)];
    }

    /// <summary>The part of the confirmed people that somebody belongs to; the first that fits.</summary>
    public static IReadOnlyList<string> Category(Sheet sheet)
    {
        var work = Work.Of(sheet);
        if (sheet[L.NotWorkingType].StartsWith("从未外出就业过", StringComparison.Ordinal))
        {
            return ["leads"];
        }

        if (work.Form == "自主创业")
        {
            return ["selfEmployed"];
        }

        if (sheet[L.Status] != "正常贫困劳动力" || sheet[L.Verification] != "已核实" || !work.IsWageWork)
        {
            return ["otherNotCounted"];
        }

        if (work.IsBelow)
        {
            return ["belowStandard"];
        }

        var place = work.Place switch
        {
            PlaceOfWork.InCounty => "inCounty",
            PlaceOfWork.OutOfProvince => "outOfProvince",
            _ => "outOfCountyInProvince",
        };
        return ["counted", place, sheet[L.Working] == "是" ? "workingNow" : "homeNow"];
    }
}
