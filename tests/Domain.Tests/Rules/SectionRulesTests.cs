using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests.Rules;

public sealed class SectionRulesTests
{
    private static readonly string[] Away = Names(FormSection.Away);
    private static readonly string[] Home = Names(FormSection.Home);

    [Fact]
    [Trait("Req", "F07")]
    public void Given_是_without_section_2_or_否_without_section_3_then_one_finding_says_so()
    {
        Sample.Findings(Without(Sample.Working(), Away)).Should().Equal("F07 E working");
        Sample.Findings(Without(Sample.AtHome(), Home)).Should().Equal("F07 E working");
    }

    [Fact]
    [Trait("Req", "F07")]
    public void Given_the_other_section_filled_in_then_it_is_to_be_cleared()
    {
        Sample.Findings(Sample.Working(("notWorkingType", "就业转失业"), ("planToGo", "否"))).Should().Equal("F07 E notWorkingType");
        Sample.Findings(Sample.AtHome(("employmentForm", "灵活就业"), ("industry", "普工"))).Should().Equal("F07 E employmentForm");
    }

    [Fact]
    [Trait("Req", "F07")]
    public void Given_the_wrong_answer_to_是否务工_then_both_sides_are_named() =>
        Sample.Findings(Sample.Working(("working", "否"))).Should().Equal("F07 E working", "F07 E workplaceProvince");

    [Fact]
    [Trait("Req", "F07")]
    public void Given_at_home_with_no_organised_export_then_that_is_no_section_2() =>
        Sample.Findings(Sample.AtHome(("organisedExport", "无"))).Should().BeEmpty();

    [Theory]
    [Trait("Req", "F07")]
    [InlineData("workplaceProvince")]
    [InlineData("workplacePrefecture")]
    [InlineData("employmentForm")]
    [InlineData("employer")]
    [InlineData("employedSince")]
    [InlineData("monthlyWage")]
    [InlineData("industry")]
    [InlineData("contract")]
    [InlineData("employeePension")]
    [InlineData("employeeMedical")]
    [InlineData("helped")]
    [InlineData("helpedOn")]
    [InlineData("returnedFounder")]
    public void Given_a_blank_field_of_section_2_then_F07_names_it(string field) =>
        Sample.Findings(Sample.Working((field, ""))).Should().Equal($"F07 E {field}");

    [Theory]
    [Trait("Req", "F07")]
    [InlineData("灵活就业", false)]
    [InlineData("自主创业", false)]
    [InlineData("其他就业形式(零工)", false)]
    [InlineData("就业扶贫车间", true)]
    [InlineData("就业扶贫基地", true)]
    [InlineData("扶贫公益岗位", true)]
    [InlineData("农业合作社等新型经营主体", true)]
    public void Given_a_form_of_employment_then_the_employer_is_asked_for_where_there_is_one(string form, bool asked) =>
        Sample.Findings(Sample.Working(("employmentForm", form), ("employer", ""))).Should().Equal(asked ? ["F07 E employer"] : []);

    [Theory]
    [Trait("Req", "F07")]
    [InlineData("湖南省", "长沙市", "", "", "F07 E workplaceCounty")]
    [InlineData("湖南省", "长沙市", "长沙县", "", null)]
    [InlineData("湖南省", "长沙市", "古丈县", "", "F06 E workplaceCounty")]
    [InlineData("湖南省", "湘西州", "古丈县", "", "F07 E workplaceTown")]
    [InlineData("湖南省", "湘西州", "古丈县", "默戎镇", null)]
    [InlineData("湖南省", "湘西州", "古丈县", "芙蓉镇", "F06 E workplaceTown")]
    [InlineData("广东省", "杭州市", "", "", "F06 E workplacePrefecture")]
    [InlineData("火星省", "", "", "", "F06 E workplaceProvince")]
    [InlineData("北京市", "", "", "", null)]
    [InlineData("北京", "北京市", "朝阳区", "", null)]
    [InlineData("湖北省", "仙桃市", "", "", null)]
    [InlineData("境外", "", "", "", null)]
    [InlineData("境外", "新加坡", "", "", null)]
    [InlineData("越南", "", "", "", null)]
    [InlineData("香港", "", "", "", null)]
    public void Given_a_workplace_then_it_is_asked_down_to_the_level_that_matters(
        string province, string prefecture, string county, string town, string? finding) =>
        Sample.Findings(Sample.Working(
                ("workplaceProvince", province), ("workplacePrefecture", prefecture), ("workplaceCounty", county), ("workplaceTown", town)))
            .Should().Equal(finding is null ? [] : [finding]);

    [Theory]
    [InlineData("广东", "东莞", "长安镇", "4419", PlaceClass.OutOfProvince)]
    [InlineData("北京", "朝阳区", "", "110105", PlaceClass.OutOfProvince)]
    [InlineData("湖北省", "仙桃市", "", "429004", PlaceClass.OutOfProvince)]
    [InlineData("境外", "老挝", "", "LA", PlaceClass.OutOfProvince)]
    [InlineData("境外", "", "", "overseas", PlaceClass.OutOfProvince)]
    [InlineData("湖南", "湘西", "吉首", "433101", PlaceClass.OutOfCounty)]
    [InlineData("湖南", "长沙", "岳麓区", "430104", PlaceClass.OutOfPrefecture)]
    public void Given_a_workplace_then_its_finest_code_and_class_follow(
        string province, string prefecture, string county, string code, PlaceClass expected)
    {
        var form = Sample.Form(Sample.Working(("workplaceProvince", province), ("workplacePrefecture", prefecture), ("workplaceCounty", county)));
        form.Away!.Workplace!.Code.Should().Be(code);
        form.WorkplaceClass(Sample.Divisions).Should().Be(expected);
    }

    [Fact]
    public void Given_the_one_tick_of_the_paper_then_it_means_pension_and_medical()
    {
        var form = Sample.Form(Sample.Working(("employeePension", ""), ("employeeMedical", ""), ("socialInsurance", "是")));
        (form.Away!.EmployeePension, form.Away.EmployeeMedical).Should().Be((true, true));
    }

    [Theory]
    [InlineData("其他(快递)", "", "快递")]
    [InlineData("其他：快递", "", "快递")]
    [InlineData("第三产业：其他（快递）", "", "快递")]
    [InlineData("其他", "快递", "快递")]
    public void Given_其他_with_what_it_is_then_the_note_is_kept(string industry, string note, string expected)
    {
        var away = Sample.Form(Sample.Working(("industry", industry), ("industryNote", note))).Away!;
        (away.Industry, away.IndustryNote).Should().Be((Industry.Other, expected));
    }

    [Fact]
    [Trait("Req", "F07")]
    public void Given_其他_without_what_it_is_then_F07_asks() =>
        Sample.Findings(Sample.Working(("industry", "其他"))).Should().Equal("F07 E industryNote");

    [Fact]
    [Trait("Req", "F07")]
    public void Given_work_lost_then_since_when_is_asked_but_not_of_a_lead()
    {
        Sample.Findings(Sample.AtHome(("unemployedSince", ""))).Should().Equal("F07 E unemployedSince");
        Sample.Of("F07", Sample.AtHome(("unemployedSince", ""), ("notWorkingType", "从未外出就业过（包括新成长劳动力）"), ("monthsWorked", "0"), ("annualIncome", "0"), ("workMonths", "")))
            .Should().BeEmpty();
    }

    [Theory]
    [Trait("Req", "F08")]
    [InlineData("intendedProvince")]
    [InlineData("intendedPrefecture")]
    [InlineData("intendedJob")]
    [InlineData("expectedWage")]
    public void Given_a_plan_without_place_job_or_wage_then_F08_says_how_to_file_it(string field)
    {
        var finding = Sample.Read(Sample.AtHome((field, ""))).Findings.Should().ContainSingle().Subject;
        Sample.Short(finding).Should().Be($"F08 E {field}");
        finding.Message.Should().Contain("暂填“否”").And.Contain("暂无法明确");
    }

    [Theory]
    [Trait("Req", "F08")]
    [InlineData("", "F08 E noPlanReason")]
    [InlineData("务农", null)]
    [InlineData("其他:暂无法明确", null)]
    [InlineData("其他", "F08 E noPlanReasonNote")]
    public void Given_no_plan_then_the_reason_is_required(string reason, string? finding) =>
        Sample.Findings(Sample.AtHome(
                ("planToGo", "否"), ("noPlanReason", reason), ("intendedProvince", ""), ("intendedPrefecture", ""), ("intendedOn", ""),
                ("intendedJob", ""), ("expectedWage", "")))
            .Should().Equal(finding is null ? [] : [finding]);

    [Theory]
    [Trait("Req", "F09")]
    [InlineData("技能培训", "焊工", "2020年11月", null)]
    [InlineData("技能培训、创业培训", "焊工", "2020年11月5日", null)]
    [InlineData("", "焊工", "2020年11月", "F09 E trainingKind")]
    [InlineData("技能培训", "", "2020年11月", "F09 E trainingTrade")]
    [InlineData("技能培训", "焊工", "", "F09 E trainingOn")]
    public void Given_a_training_wish_then_kind_trade_and_date_are_required(string kind, string trade, string on, string? finding)
    {
        var findings = Sample.Read(Sample.Working(("wantsTraining", "有"), ("trainingKind", kind), ("trainingTrade", trade), ("trainingOn", on))).Findings;
        findings.Select(Sample.Short).Should().Equal(finding is null ? [] : [finding]);
        findings.Should().AllSatisfy(f => f.Message.Should().Contain("暂填“无”"));
    }

    [Fact]
    public void Given_a_blank_training_wish_then_it_is_not_无()
    {
        Sample.Form(Sample.Working(("wantsTraining", ""))).Training.Wants.Should().BeNull();
        Sample.Form(Sample.Working(("wantsTraining", "无"))).Training.Wants.Should().BeFalse();
    }

    [Theory]
    [Trait("Req", "F10")]
    [InlineData("未享受过就业服务", true)]
    [InlineData("职业指导1次", true)]
    [InlineData("职业指导：3次；其他1次", true)]
    [InlineData("职业指导0次", false)]
    [InlineData("职业指导-1次", false)]
    [InlineData("职业指导", false)]
    [InlineData("未享受过就业服务、职业指导1次", false)]
    [InlineData("职业指导1次、职业指导2次", false)]
    [InlineData("理发1次", false)]
    [InlineData("", false)]
    public void Given_services_then_each_counts_at_least_one_or_there_are_none(string services, bool good) =>
        Sample.Findings(Sample.Working(("services", services))).Should().Equal(good ? [] : ["F10 E services"]);

    private static string[] Names(FormSection section) => [.. FormFields.All.Where(f => f.Section == section).Select(f => f.Name)];

    private static Dictionary<string, string> Without(Dictionary<string, string> fields, string[] names)
    {
        foreach (var name in names)
        {
            fields.Remove(name);
        }

        return fields;
    }
}
