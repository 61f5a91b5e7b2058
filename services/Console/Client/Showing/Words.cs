using System.Globalization;
using Guzhang.Domain;
using Guzhang.Domain.Forms;

namespace Guzhang.Console.Client.Showing;

/// <summary>What services say in codes, in the plan's and the form's words.</summary>
public static class Words
{
    private static readonly Dictionary<string, string> Warnings = new(StringComparer.Ordinal)
    {
        ["F01"] = "身份证号码的县级代码从未有过",
        ["F02"] = "没有联网核对是否已有记录",
        ["F03"] = "与另一人姓名、号码相近",
        ["F05"] = "超过60周岁的普通劳动力",
        ["F11"] = "累计月数多于勾选的月份",
        ["F13"] = "低于标准，写了理由",
        ["F13 keepReason"] = "低于标准，没有写理由，不能确认",
        ["F14"] = "两后生与学历、毕业时间不符",
        ["F15"] = "失业后还有务工月份",
        ["F16"] = "返乡回流而在务工",
        ["F17"] = "已退出而在务工",
        ["F18"] = "电话核实有变化，签字待核",
        ["F19"] = "收入与月工资、月数不符",
        ["F20"] = "从未外出（线索）",
        ["F21"] = "户籍在县外",
    };

    /// <summary>How a form stands, by Verification's word or Reporting's.</summary>
    public static IReadOnlyDictionary<string, string> FormStates { get; } = new Dictionary<string, string>
    {
        ["waiting"] = "待确认",
        ["awaiting"] = "待确认",
        ["decided"] = "处理中",
        ["confirmed"] = "已确认",
        ["returned"] = "已退回",
    };

    /// <summary>A broken rule of which only rule and field are known.</summary>
    public static string Warning(string rule, string field) =>
        Warnings.GetValueOrDefault($"{rule} {field}") ?? Warnings.GetValueOrDefault(rule) ?? $"{Field(field)}（{rule}）";

    /// <summary>The label of a field of the form.</summary>
    public static string Field(string name) => FormFields.ByName(name)?.Label ?? name;

    /// <summary>The reason for which a form was returned.</summary>
    public static string Reason(string code) => Choices.TryParse<ReturnReason>(code, out var reason) ? reason.Label() : code;

    /// <summary>A village by its name; the town's where it is unknown.</summary>
    public static string Place(Divisions divisions, string? town, string? village)
    {
        ArgumentNullException.ThrowIfNull(divisions);
        return $"{divisions.Find(town)?.Name ?? (town is null ? "未识别" : town)}{(divisions.Find(village)?.Name is { } name ? $" {name}" : "")}";
    }

    /// <summary>10月12日 9:05, in China's time; with the year where it is another than that of <paramref name="now"/>.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now)
    {
        var here = at.ToOffset(TimeSpan.FromHours(8));
        return here.ToString(here.Year == now.Year ? "M月d日 H:mm" : "yyyy年M月d日 H:mm", CultureInfo.InvariantCulture);
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
