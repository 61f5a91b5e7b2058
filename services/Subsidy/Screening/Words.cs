using Guzhang.Contracts.Subsidy;
using Guzhang.Domain.Forms;

namespace Guzhang.Subsidy.Screening;

/// <summary>A condition, met or missed, and the sentence that says by which fact.</summary>
public sealed record ConditionLine(string Condition, bool Met, string Says)
{
    /// <summary>A decision's conditions, in the policy's order.</summary>
    public static IReadOnlyList<ConditionLine> Of(QualificationChanged said) =>
        [.. said.Conditions.Select(c => new ConditionLine(c.Condition, c.Met, Words.Of(c)))];
}

/// <summary>Outcomes of conditions in the words of the form and the plan (SUB-14), made from what the decision recorded.</summary>
public static class Words
{
    private static readonly Dictionary<string, string> Facts = new()
    {
        ["formDate"] = "采集表日期",
        ["workplaceClass"] = "务工地点",
        ["paid"] = "补贴发放台账",
    };

    /// <summary>The sentence about one condition: what it asks, whether it is met, and by which fact.</summary>
    public static string Of(ConditionOutcome outcome) =>
        $"{Asks(outcome.Condition, outcome.Asked)}：{(outcome.Met ? "符合" : "不符合")}（{string.Join("，", outcome.Facts.Select(Of))}）。";

    /// <summary>What a condition asks.</summary>
    public static string Asks(string condition, IReadOnlyDictionary<string, string> asked)
    {
        string Asked(string name) => asked.GetValueOrDefault(name, "");
        return condition switch
        {
            "in-force" when asked.Count == 0 => "采集表日期在补贴政策有效期内",
            "in-force" => $"采集表日期在补贴政策有效期内（{Asked("from")} 起{(asked.ContainsKey("to") ? $"，{Asked("to")} 止" : "")}）",
            "on-the-list" => "当前状态正常（按最新专班确认的采集表）",
            "counted" when asked.Count == 0 => "计入外出务工贫困劳动力",
            "counted" => $"计入外出务工贫困劳动力（年度累计务工{Limit(asked)}{Asked("months")}个月，{(Asked("demand") == "either" ? "或" : "")}收入{Limit(asked)}{Asked("income")}元）",
            "working-away" => $"现在务工，务工地点为{Labels<PlaceClass>(Asked("places"))}",
            "employed-for" => $"到采集表日期，在现单位就业满{Asked("months")}个月（只填年月的，从当月{(Asked("onlyMonthGiven") == "last-day" ? "最后一日" : "1日")}起算）",
            "helped-or-organised" => asked["exports"].Length == 0 ? "经帮扶实现就业" : $"经帮扶实现就业，或有组织劳务输出（{Labels<OrganisedExport>(Asked("exports"))}）",
            "not-paid" => Asked("within") == "ever" ? "从未领取过该项补贴" : "本年度未领取过该项补贴",
            _ => condition,
        };
    }

    private static string Of(DecidingFact fact) => fact switch
    {
        { Name: "paid", Value: null } => "补贴发放台账无记录",
        { Name: "paid" } => $"已于 {fact.Value} 发放",
        _ => $"{Facts.GetValueOrDefault(fact.Name) ?? FormFields.ByName(fact.Name)?.Label ?? fact.Name}：{Value(fact.Name, fact.Value)}{(fact.FormVersion is { } version ? $"（第{version}版采集表）" : "")}",
    };

    private static string Value(string name, string? value) => value is null ? "未填" : name switch
    {
        "status" => Label<Status>(value),
        "verification" => Label<Verification>(value),
        "ability" => Label<Ability>(value),
        "notWorkingType" => Label<NotWorkingType>(value),
        "employmentForm" => Label<EmploymentForm>(value),
        "industry" => Label<Industry>(value),
        "workplaceClass" => Label<PlaceClass>(value),
        "organisedExport" => Label<OrganisedExport>(value),
        "working" or "helped" => value == "true" ? "是" : "否",
        "monthsWorked" => $"{value}个月",
        "annualIncome" => $"{value}元",
        _ => value,
    };

    private static string Limit(IReadOnlyDictionary<string, string> asked) => asked.GetValueOrDefault("comparison") == "more-than" ? "超过" : "不少于";

    private static string Labels<T>(string codes)
        where T : struct, Enum => string.Join("、", codes.Split(',').Select(Label<T>));

    private static string Label<T>(string code)
        where T : struct, Enum => Choices.TryParse<T>(code, out var value) ? value.Label() : code;
}
