using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests.Rules;

[Trait("Req", "F06")]
public sealed class CompletenessTests
{
    [Theory]
    [InlineData("formYear")]
    [InlineData("contactMeans")]
    [InlineData("town")]
    [InlineData("name")]
    [InlineData("residentId")]
    [InlineData("registeredTown")]
    [InlineData("registeredVillage")]
    [InlineData("phone")]
    [InlineData("ethnicity")]
    [InlineData("verification")]
    [InlineData("status")]
    [InlineData("working")]
    [InlineData("ability")]
    [InlineData("skillLevel")]
    [InlineData("postSchool")]
    [InlineData("education")]
    [InlineData("graduatedOn")]
    [InlineData("homeAddress")]
    [InlineData("monthsWorked")]
    [InlineData("annualIncome")]
    [InlineData("workMonths")]
    [InlineData("flexibleDays")]
    public void Given_a_blank_field_of_section_1_then_F06_names_it(string field) =>
        Sample.Findings(Sample.Working((field, " "))).Should().Equal($"F06 E {field}");

    [Fact]
    public void Given_several_blank_fields_then_all_are_reported_at_once() =>
        Sample.Findings(Sample.Working(("name", ""), ("phone", ""), ("annualIncome", ""), ("services", "")))
            .Should().Equal("F06 E name", "F06 E phone", "F06 E annualIncome", "F10 E services");

    [Fact]
    public void Given_nothing_at_all_then_everything_needed_is_named_and_nothing_fails() =>
        Sample.Read([]).Findings.Should().HaveCountGreaterThan(20).And.OnlyContain(f => f.Severity == Severity.Error);

    [Theory]
    [InlineData("verification", "已核实、联系不上")]
    [InlineData("skillLevel", "无，初级")]
    [InlineData("contract", "是;否")]
    [InlineData("industry", "种植、养殖")]
    [InlineData("education", "初中、高中")]
    public void Given_two_answers_to_a_single_choice_then_F06_asks_for_one(string field, string text)
    {
        var finding = Sample.Read(Sample.Working((field, text))).Findings.Should().ContainSingle().Subject;
        Sample.Short(finding).Should().Be($"F06 E {field}");
        finding.Message.Should().Contain("单选");
    }

    [Theory]
    [InlineData("ethnicity", "火星族")]
    [InlineData("status", "退休")]
    [InlineData("name", "张")]
    [InlineData("name", "张3")]
    [InlineData("name", "𬭎")]
    [InlineData("name", "张😀")]
    [InlineData("name", "··")]
    [InlineData("name", "·艾力")]
    [InlineData("name", "买买提·")]
    [InlineData("name", "买买提··艾力")]
    [InlineData("name", "买买提买买提买买提买买提买买提·艾力艾力艾力艾力艾力艾力艾力艾")]
    [InlineData("town", "芙蓉镇")]
    [InlineData("village", "科皮村")]
    [InlineData("registeredTown", "芙蓉镇")]
    [InlineData("registeredCounty", "岳麓区")]
    [InlineData("formYear", "2019")]
    [InlineData("graduatedOn", "毕业")]
    [InlineData("scan", "abc")]
    public void Given_what_cannot_be_understood_then_F06_names_the_field(string field, string text) =>
        Sample.Findings(Sample.Working((field, text))).Should().Equal($"F06 E {field}");

    [Theory]
    [InlineData("13574300001")]
    [InlineData("135 7430 0001")]
    [InlineData("135-7430-0001")]
    [InlineData("+8613574300001")]
    [InlineData("１９９７４３０００１０")]
    [InlineData("0743-4722333")]
    [InlineData("07434722333")]
    [InlineData("(0743)4722333")]
    [InlineData("（010）62345678-801")]
    [InlineData("4722333")]
    [InlineData("62345678转12")]
    public void Given_a_mobile_number_or_a_landline_then_it_is_a_phone(string text)
    {
        Sample.Findings(Sample.Working(("phone", text))).Should().BeEmpty();
        Sample.Findings(Sample.Working(("collectorPhone", text))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("1357430000")] // a digit lost
    [InlineData("135743000011")] // one too many
    [InlineData("1357430")]
    [InlineData("12574300001")]
    [InlineData("472233")]
    [InlineData("0743-472233")]
    [InlineData("0743-")]
    [InlineData("4722333-")]
    [InlineData("13574300001、13574300002")]
    [InlineData("-------")]
    [InlineData("没有")]
    public void Given_any_other_digits_then_they_are_no_phone(string text)
    {
        Sample.Findings(Sample.Working(("phone", text))).Should().Equal("F06 E phone");
        Sample.Findings(Sample.Working(("collectorPhone", text))).Should().Equal("F06 E collectorPhone");
    }

    [Theory]
    [InlineData("欧阳春")]
    [InlineData("买买提·艾力")]
    [InlineData("买买提•艾力")]
    [InlineData("张 三")]
    [InlineData("买买提 · 艾力")]
    [InlineData("Ali · Khan")]
    [InlineData("John Smith")]
    [InlineData("买买提买买提买买提买买提买买提·艾力艾力艾力艾力艾力艾力艾力")]
    [InlineData("李〇")]
    [InlineData("𬭎𠮷")]
    public void Given_a_name_as_it_may_be_then_it_is_taken(string name) =>
        Sample.Findings(Sample.Working(("name", name))).Should().BeEmpty();

    [Theory]
    [InlineData("monthsWorked")]
    [InlineData("phone")]
    [InlineData("homeAddress")]
    [InlineData("annualIncome")]
    public void Given_不适用_then_it_is_accepted_only_where_the_state_of_the_person_explains_it(string field)
    {
        Sample.Findings(Sample.AtHome((field, "不适用"))).Should().Equal($"F06 E {field}");
        Sample.Findings(Sample.AtHome((field, "不适用"), ("status", "永久退出(死亡)"))).Should().BeEmpty();
        Sample.Findings(Sample.AtHome((field, "无法获取"), ("verification", "联系不上"))).Should().BeEmpty();
    }

    [Fact]
    public void Given_不适用_where_only_a_value_will_do_then_it_is_refused() =>
        Sample.Findings(Sample.AtHome(("name", "不适用"), ("ability", "不适用"), ("status", "死亡")))
            .Should().Equal("F06 E name", "F06 E ability");

    [Fact]
    public void Given_somebody_who_left_school_without_finishing_then_不适用_is_accepted() =>
        Sample.Findings(Sample.Working(("graduatedOn", "不适用"))).Should().BeEmpty();

    [Fact]
    public void Given_schooling_below_初中_then_no_graduation_is_asked_for() =>
        Sample.Findings(Sample.Working(("education", "小学"), ("graduatedOn", ""))).Should().BeEmpty();

    [Fact]
    public void Given_a_return_home_then_reason_and_place_are_required() =>
        Sample.Findings(Sample.AtHome(("returned", "是")))
            .Should().Equal("F06 E returnReason", "F06 E workplaceBeforeProvince");

    [Fact]
    public void Given_codes_instead_of_labels_then_they_are_the_same_form()
    {
        var labels = Sample.Form(Sample.Working());
        var codes = Sample.Form(Sample.Working(
            ("contactMeans", "visit"), ("town", "433126104"), ("ethnicity", "06"), ("verification", "verified"), ("status", "normal"),
            ("working", "yes"), ("workplaceProvince", "44"), ("workplacePrefecture", "4419"), ("industry", "general-worker"),
            ("services", "guidance:2;training:1"), ("monthsWorked", "８．０个月")));
        codes.Should().Be(labels);
    }

    [Fact]
    public void Given_a_blank_负责村_then_it_is_the_village_of_registration_in_the_same_town()
    {
        Sample.Form(Sample.Working(("village", ""))).Village.Should().Be(Sample.Form(Sample.Working()).Village);
        Sample.Form(Sample.Working(("village", ""), ("town", "古阳镇"))).Village.Should().BeNull();
    }
}
