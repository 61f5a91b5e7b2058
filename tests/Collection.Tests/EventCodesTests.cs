using System.Reflection;
using System.Text;
using AwesomeAssertions;
using Guzhang.AppHost;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>docs/event-codes.md, printed from the choices: what the codes in events stand for, for systems that follow them.</summary>
public sealed class EventCodesTests
{
    private static readonly (string Fields, IEnumerable<(string Code, string Label)> Codes)[] Of =
    [
        ("status", All<Status>()), ("verification", All<Verification>()), ("ability", All<Ability>()), ("skillLevel", All<SkillLevel>()), ("education", All<Education>()),
        ("workplaceClass, workplaceBeforeClass", All<PlaceClass>()), ("employmentForm", All<EmploymentForm>()), ("industry", All<Industry>()),
        ("organisedExport", All<OrganisedExport>()), ("notWorkingType", All<NotWorkingType>()), ("noPlanReason", All<NoPlanReason>()),
        ("returnReason", All<ReturnHomeReason>()), ("trainingKinds", All<TrainingKind>()), ("services", All<Service>()),
        ("means (of a form)", All<ContactMeans>()), ("reasons (of a return)", All<ReturnReason>()),
        ("state (of a case)", [("open", "跟踪中"), ("placed", "已上岗"), ("refused", "拒绝就业"), ("no-wish", "无就业意愿"), ("exited", "退出")]),
        ("reportedBy (of a case)", [("town", "镇"), ("work-team", "驻村工作队"), ("collector", "采集人员"), ("person", "本人")]),
        ("kind (of what is logged of a case)", [("report", "再次报告"), ("form", "采集表"), ("push", "推送"), ("call", "电话"), ("visit", "走访"), ("offer", "推荐岗位")]),
        ("evidence (of a placement)", [("confirmed-form", "已确认的采集表"), ("employer-confirmation", "用人单位确认"), ("contract", "劳动合同"), ("organised-trip", "有组织输出")]),
        ("condition (of a scheme)",
            [("in-force", "政策有效"), ("on-the-list", "在册"), ("counted", "计入"), ("working-away", "在外务工"), ("employed-for", "就业满期限"), ("helped-or-organised", "帮扶或有组织输出"), ("not-paid", "本期未领取")]),
    ];

    /// <summary>Texts that are no codes of a choice: places, dates.</summary>
    private static readonly string[] NoChoice = ["workplace", "workplaceBefore", "intendedPlace", "employedSince", "helpedOn", "unemployedSince", "intendedOn", "trainingOn", "workMonths"];

    [Fact, Trait("Req", "EVT-02")]
    public void Given_the_choices_when_they_are_printed_then_the_page_in_the_docs_is_that_print_and_no_fact_is_left_out()
    {
        var page = new StringBuilder("# What codes in events stand for\n\nPrinted by `EventCodesTests`; change the choices, not this page. A code may be added; ignore what you don't know.\n\n| field | code | the form's word |\n|---|---|---|\n");
        foreach (var (fields, codes) in Of)
        {
            page.AppendJoin("", codes.Select((c, i) => $"| {(i == 0 ? fields : "")} | `{c.Code}` | {c.Label} |\n"));
        }

        var path = Path.Combine(Repository.Find().Root, "docs", "event-codes.md");
        if (Environment.GetEnvironmentVariable("GUZHANG_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, page.ToString());
        }

        File.ReadAllText(path).Should().Be(page.ToString(), "run this test with GUZHANG_WRITE_DOCS=1 after a change of the choices");
        var told = Of.SelectMany(row => row.Fields.Split(", ")).Concat(NoChoice).ToHashSet();
        typeof(FormFacts).GetProperties().Where(IsText).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Where(name => !told.Contains(name)).Should().BeEmpty();
    }

    private static bool IsText(PropertyInfo property) =>
        property.PropertyType == typeof(string) || property.PropertyType == typeof(IReadOnlyList<string>) || property.PropertyType == typeof(IReadOnlyDictionary<string, int>);

    private static IEnumerable<(string Code, string Label)> All<T>()
        where T : struct, Enum => Choices.All<T>().Select(choice => (choice.Code, choice.Label));
}
