using Guzhang.Demo.History;

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
        ("qualifiesTransport", "符合交通补贴"), ("qualifiesJobSeeking", "符合求职创业补贴"),
        ("casesOpen", "返乡跟踪中"), ("casesInTime", "按时上岗"), ("casesBreach", "不挑不拣超时未上岗"),
    ];

    /// <summary>The columns that this row's person is counted in, given what the task force does in October.</summary>
    public static IReadOnlyList<string> Of(Sheet sheet)
    {
        if (sheet.IsRefused)
        {
            return ["rawBase", "refused"];
        }

        var person = new Person(sheet[L.Id]);
        person.Accept(sheet, default);
        person.Decide(new Session(new Dictionary<string, Verdict>(), ByPlan: true).On(null, sheet[L.Village]), default);
        return [.. Of(person), .. person.FollowUps.SelectMany(f => f.ColumnsAt(default))];
    }

    /// <summary>The columns that somebody on record is counted in; follow-ups are counted one by one, each in its town.</summary>
    public static IEnumerable<string> Of(Person person)
    {
        List<string> columns = ["rawBase", "submitted"];
        if (person.Newest.Findings.Count > 0)
        {
            columns.Add("withWarnings");
        }

        return columns.Concat(person.Confirmed is { } confirmed ? ["confirmed", .. Category(confirmed), .. Schemes.Of(confirmed)]
            : person.Said == Verdict.Return ? ["returned"]
            : ["awaiting"]);
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
