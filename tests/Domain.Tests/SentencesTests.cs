using System.Text;
using System.Text.RegularExpressions;
using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

/// <summary>What collectors are told, branch by branch: docs/form-rules.md is made from these examples and holds nothing else.</summary>
[Trait("Req", "COL-01")]
public sealed partial class SentencesTests
{
    private static readonly string[] Lead = ["从未外出就业过", "", "0", "0", ""];
    private static readonly string[] LeadFields = ["notWorkingType", "unemployedSince", "monthsWorked", "annualIncome", "workMonths"];

    /// <summary>Which rule and severity, the case in words, and the form.</summary>
    private static readonly (string Rule, string Case, Dictionary<string, string> Fields, RegisterView? Register)[] Examples =
    [
        Working("COL-01 E", "填得太长", ("homeAddress", new string('村', 501))),
        Working("F01 E", "位数不对", ("residentId", "43312619900307002")),
        Working("F01 E", "有字母", ("residentId", "43312619900307O021")),
        Working("F01 E", "被表格软件存成数字", ("residentId", "4.33126199003071E+17")),
        Working("F01 E", "没有这一天", ("residentId", "433126199002300021")),
        Working("F01 E", "校验位不对", ("residentId", "433126199003070020")),
        Working("F01 E", "出生日期在今天以后", ("residentId", Sample.Id("433126", "20201013"))),
        Working("F01 E", "没有这个省", ("residentId", Sample.Id("990126", "19900307"))),
        Working("F01 W", "从未有过的县级代码", ("residentId", Sample.Id("433199", "19900307"))),
        On("F02 E", "空白表，此人已在册", new RegisterView.OnRecord(3, null)),
        On("F02 E", "所依据的不是最新版本", new RegisterView.OnRecord(3, 2)),
        On("F02 E", "所依据的版本还没有", new RegisterView.OnRecord(3, 4)),
        On("F02 W", "没有网络", RegisterView.Offline),
        On("F03 W", "同一工作簿中有相近的人", RegisterView.Unknown with { LookAlikes = [new LookAlike(7, null)] }),
        On("F03 W", "在册有相近的人，在管辖范围内", RegisterView.Unknown with { LookAlikes = [new LookAlike(null, "古阳镇长潭村")] }),
        On("F03 W", "在册有相近的人，不在管辖范围内", RegisterView.Unknown with { LookAlikes = [new LookAlike(null, null)] }),
        On("F03 W", "没有网络", RegisterView.Offline),
        Working("F04 E", "丧失或没有劳动力", ("ability", "丧失劳动力")),
        Working("F04 E", "不是三种劳动能力之一", ("ability", "退休")),
        Working("F04 E", "未满16周岁", ("residentId", Sample.Id("433126", "20041013"))),
        Working("F05 E", "普通劳动力有等级", ("skillLevel", "初级")),
        Working("F05 E", "技能劳动力没有等级", ("ability", "技能劳动力")),
        Working("F05 W", "超过60周岁的普通劳动力", ("residentId", Sample.Id("433126", "19591012"))),
        Working("F06 E", "没有填写", ("phone", "")),
        Working("F06 E", "单选题填了两项", ("education", "初中、高中")),
        Working("F06 E", "不是选项之一", ("education", "博士")),
        Working("F06 E", "不是“是”或“否”", ("contract", "也许")),
        Working("F06 E", "状态正常又联系得上，却填“不适用”", ("homeAddress", "不适用")),
        Working("F06 E", "必须有的内容填“不适用”", ("name", "不适用")),
        Working("F06 E", "姓名有数字", ("name", "张3")),
        Working("F06 E", "不是电话号码", ("phone", "1357430000")),
        Working("F06 E", "不是日期", ("graduatedOn", "毕业")),
        Working("F06 E", "别的年度", ("formYear", "2019")),
        Working("F06 E", "不是本县的镇", ("town", "芙蓉镇")),
        Working("F06 E", "不是该镇的村", ("village", "科皮村")),
        Working("F06 E", "户籍地镇不是本县的镇", ("registeredTown", "芙蓉镇")),
        Working("F06 E", "户籍地村不是该镇的村", ("registeredVillage", "科皮村")),
        Working("F06 E", "户籍地省市县对不上", ("registeredCounty", "岳麓区")),
        Working("F06 E", "户籍地省无法识别", ("registeredProvince", "火星")),
        Working("F06 E", "没有这个省或国家", ("workplaceProvince", "火星")),
        Working("F06 E", "不是该省的市州", ("workplacePrefecture", "杭州市")),
        Working("F06 E", "不是该市州的县", ("workplaceProvince", "湖南"), ("workplacePrefecture", "长沙"), ("workplaceCounty", "古丈县")),
        Working("F06 E", "不是本县的镇", ("workplaceProvince", "湖南"), ("workplacePrefecture", "湘西"), ("workplaceCounty", "古丈县"), ("workplaceTown", "芙蓉镇")),
        Working("F06 E", "扫描件不是上传所得", ("scan", "abc")),
        Home("F06 E", "返乡回流没有原因", ("returned", "是"), ("workplaceBeforeProvince", "广东"), ("workplaceBeforePrefecture", "东莞")),
        Working("F07 E", "在务工，第二部分没有填", [.. FormFields.All.Where(f => f.Section == FormSection.Away).Select(f => (f.Name, ""))]),
        Working("F07 E", "在务工，第三部分也填了", ("planToGo", "否")),
        Working("F07 E", "在务工，第二部分缺一项", ("monthlyWage", "")),
        Working("F07 E", "选了其他没有注明", ("industry", "其他")),
        Home("F07 E", "没有务工，第三部分没有填", [.. FormFields.All.Where(f => f.Section == FormSection.Home).Select(f => (f.Name, ""))]),
        Home("F07 E", "没有务工，第二部分也填了", ("employer", "某厂")),
        Home("F07 E", "没有务工，第三部分缺一项", ("notWorkingType", "")),
        Home("F08 E", "有外出计划，三项不全", ("intendedJob", "")),
        Home("F08 E", "无外出计划，没有原因", ("planToGo", "否")),
        Home("F08 E", "原因选了其他没有注明", ("planToGo", "否"), ("noPlanReason", "其他")),
        Working("F09 E", "有培训意愿，三项不全", ("wantsTraining", "有"), ("trainingKind", "技能培训"), ("trainingTrade", "焊工")),
        Working("F10 E", "没有填写", ("services", "")),
        Working("F10 E", "次数是0", ("services", "职业指导0次")),
        Working("F10 E", "无法识别", ("services", "职业指导")),
        Working("F10 E", "享受过和未享受过都填了", ("services", "未享受过就业服务、职业指导1次")),
        Working("F10 E", "同一项写了两遍", ("services", "职业指导1次、职业指导2次")),
        Working("F11 W", "累计月数多于勾选的月份", ("monthsWorked", "9")),
        Working("F12 E", "不是数字", ("monthsWorked", "八个月")),
        Working("F12 E", "超过12个月", ("monthsWorked", "12.5")),
        Working("F12 E", "不是金额", ("annualIncome", "两万八")),
        Working("F12 E", "收入小于0", ("annualIncome", "-1")),
        Working("F12 E", "天数小于0", ("flexibleDays", "-1")),
        Working("F12 E", "天数多于所勾选的月份", ("flexibleDays", "400")),
        Working("F12 E", "月份无法识别", ("workMonths", "五月")),
        Working("F12 E", "表上没有的月份", ("workMonths", "2019年9月")),
        Working("F12 E", "还没到的月份", ("workMonths", "2020年11月")),
        Working("F13 W", "低于标准，没有理由", ("monthsWorked", "2"), ("annualIncome", "7000")),
        Working("F13 W", "低于标准，写了理由", ("monthsWorked", "2"), ("annualIncome", "7000"), ("keepReason", "刚康复")),
        Working("F14 W", "应为两后生而填了否", ("graduatedOn", "2018年6月")),
        Working("F14 W", "不应为两后生而填了是", ("postSchool", "是")),
        Working("F15 E", "以后才上岗", ("employedSince", "2020年11月")),
        Working("F15 E", "满16周岁前上岗", ("employedSince", "2006年2月")),
        Home("F15 E", "以后才失业", ("unemployedSince", "2020年11月")),
        Home("F15 W", "失业后还有务工月份", ("unemployedSince", "2020年8月")),
        Home("F16 E", "返乡前就在户籍所在镇", ("returned", "是"), ("returnReason", "因病"), ("workplaceBeforeProvince", "湖南"), ("workplaceBeforePrefecture", "湘西"), ("workplaceBeforeCounty", "古丈县"), ("workplaceBeforeTown", "默戎镇")),
        Working("F16 W", "返乡回流而在务工", ("returned", "是"), ("returnReason", "因病"), ("workplaceBeforeProvince", "广东"), ("workplaceBeforePrefecture", "东莞")),
        Working("F17 W", "已退出而在务工", ("status", "暂时退出(参军)")),
        Working("F18 E", "入户缺签字、电话或编号", ("householdSigned", "")),
        Working("F18 E", "签字没有日期", ("householdSigned", "是")),
        Working("F18 E", "电话核实没有记录", ("contactMeans", "电话")),
        On("F18 W", "电话核实发现变化，沿用原来的签字", new RegisterView.OnRecord(1, 1, HouseholdSigned: new DateOnly(2020, 10, 9)), ("contactMeans", "电话"), ("callRecord", "10月8日本人接听")),
        On("F18 W", "电话核实发现变化，还没有补签", new RegisterView.OnRecord(1, 1), ("contactMeans", "电话"), ("callRecord", "10月8日本人接听"), ("householdSigned", "")),
        Working("F19 W", "收入多于工资乘月数的两倍", ("annualIncome", "60000")),
        Working("F19 W", "收入少于工资乘月数的一半", ("annualIncome", "13000")),
        Home("F20 E", "从未外出而有务工时间", ("notWorkingType", "从未外出就业过")),
        Home("F20 W", "从未外出", [.. LeadFields.Zip(Lead)]),
        Home("F20 W", "从未外出，原有记录中务过工", new RegisterView.OnRecord(1, 1, HasWorked: true), [.. LeadFields.Zip(Lead)]),
        Home("F20 W", "从未外出，没有网络", RegisterView.Offline, [.. LeadFields.Zip(Lead)]),
        Working("F21 W", "户籍在县外", ("registeredCounty", "保靖县"), ("registeredTown", "葫芦镇"), ("registeredVillage", "新寨村")),
    ];

    /// <summary>What only an import finds.</summary>
    private static readonly (string Case, Finding Finding)[] Imports =
    [
        ("导入：此人已在前面的行", ImportFindings.InEarlierRow(7)),
        ("导入：在册于管辖范围以外", ImportFindings.OnRecordElsewhere),
        ("导入：本人在管辖范围以外", ImportFindings.Elsewhere),
    ];

    [Fact]
    public void Given_every_case_then_the_sentences_are_those_of_the_document()
    {
        var made = new StringBuilder(
            """
            # 采集规则的提示语

            What a collector is told for each rule of the form, case by case. Made by `tests/Domain.Tests/SentencesTests.cs`, which also
            approves it: change a sentence in the code, run the test, and copy what it made (its path is in the failure) over this page.
            E refuses the form, W accepts it with a warning that the task force sees. All broken rules are answered at once, each with the
            field it speaks of. Where a sentence names a field, the same is said of every field of its kind.

            | 规则 | 情形 | 项目 | 提示 |
            |---|---|---|---|

            """);
        foreach (var (what, finding) in Everything())
        {
            made.Append(null, $"| {Sample.Short(finding)[..(finding.Rule.Length + 2)]} | {what} | {FormFields.ByName(finding.Field)!.Label} | {finding.Message} |\n");
        }

        var copy = Path.Combine(AppContext.BaseDirectory, "form-rules.md");
        File.WriteAllText(copy, made.ToString());
        File.ReadAllText(Repository.File("docs/form-rules.md")).Should().Be(made.ToString(), "what the rules say now stands in {0}", copy);
    }

    [Fact]
    public void Given_the_cases_then_every_rule_is_among_them_with_each_of_its_severities() =>
        Everything().Select(e => Sample.Short(e.Finding)[..(e.Finding.Rule.Length + 2)]).Distinct().Order(StringComparer.Ordinal).Should().Equal(
            "COL-01 E", "F01 E", "F01 W", "F02 E", "F02 W", "F03 W", "F04 E", "F05 E", "F05 W", "F06 E", "F07 E", "F08 E", "F09 E", "F10 E", "F11 W",
            "F12 E", "F13 W", "F14 W", "F15 E", "F15 W", "F16 E", "F16 W", "F17 W", "F18 E", "F18 W", "F19 W", "F20 E", "F20 W", "F21 W", "SEC-02 E");

    [Fact]
    public void Given_every_case_then_the_sentence_is_Chinese_ends_as_one_and_says_what_to_do() =>
        Everything().Select(e => e.Finding.Message).Should().AllSatisfy(m =>
        {
            m.Should().EndWith("。").And.NotMatchRegex("[A-Za-z]");
            Doing().IsMatch(m).Should().BeTrue(m);
        });

    private static IEnumerable<(string Case, Finding Finding)> Everything() =>
        [.. Examples.Select(e => (e.Case, Find(e.Rule, e.Fields, e.Register))), .. Imports];

    private static Finding Find(string rule, Dictionary<string, string> fields, RegisterView? register) =>
        Sample.Read(fields, Sample.Context with { Register = register ?? RegisterView.Unknown }).Findings
            .First(f => Sample.Short(f).StartsWith(rule, StringComparison.Ordinal));

    private static (string, string, Dictionary<string, string>, RegisterView?) Working(string rule, string what, params (string, string)[] changes) =>
        (rule, what, Sample.Working(changes), null);

    private static (string, string, Dictionary<string, string>, RegisterView?) Home(string rule, string what, params (string, string)[] changes) =>
        (rule, what, Sample.AtHome(changes), null);

    private static (string, string, Dictionary<string, string>, RegisterView?) Home(string rule, string what, RegisterView register, params (string, string)[] changes) =>
        (rule, what, Sample.AtHome(changes), register);

    private static (string, string, Dictionary<string, string>, RegisterView?) On(string rule, string what, RegisterView register, params (string, string)[] changes) =>
        (rule, what, Sample.Working(changes), register);

    [GeneratedRegex("请|可不改|无须填表|联网后将核对")]
    private static partial Regex Doing();
}
