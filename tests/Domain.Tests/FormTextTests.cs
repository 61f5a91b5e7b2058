using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

[Trait("Req", "COL-14")]
public sealed class FormTextTests
{
    [Fact]
    public void Given_a_form_when_written_and_read_then_it_is_equal_and_so_is_its_hash()
    {
        foreach (var fields in (Dictionary<string, string>[])[Sample.Working(), Sample.AtHome(), Sample.OutOfReach()])
        {
            var form = Sample.Form(fields);
            var again = FormReader.Read(FormText.Of(form), Sample.Context).Form;
            again.Should().Be(form);
            again!.GetHashCode().Should().Be(form.GetHashCode());
        }
    }

    [Fact]
    public void Given_a_form_then_its_text_is_codes_in_the_order_of_the_form()
    {
        var text = FormText.Of(Sample.Form(Sample.Working()));
        text.Keys.Should().Equal(FormFields.All.Select(f => f.Name).Where(text.ContainsKey));
        text["town"].Should().Be("433126104");
        text["village"].Should().HaveLength(12).And.StartWith("433126104");
        text["status"].Should().Be("normal");
        text["workplacePrefecture"].Should().Be("4419");
        text["workMonths"].Should().StartWith("2020-02、2020-03");
        text["services"].Should().Be("guidance:2、training:1");
        text["householdSigned"].Should().Be("2020-10-09");
        text.Should().NotContainKey("notWorkingType");
    }

    [Fact]
    public void Given_answers_that_could_not_be_given_then_the_text_says_so()
    {
        var text = FormText.Of(Sample.Form(Sample.OutOfReach()));
        text["monthsWorked"].Should().Be("unavailable");
        text.Keys.Should().Equal(FormFields.All.Select(f => f.Name).Where(text.ContainsKey));
    }

    [Fact]
    public void Given_the_same_answers_spelled_otherwise_then_nothing_changed()
    {
        var a = Sample.Form(Sample.Working());
        var b = Sample.Form(Sample.Working(
            ("workMonths", "2020-09,2020-08,2020-07,2020-06,2020-05,2020-04,2020-03,2020-02"), ("annualIncome", "28,000.00元"),
            ("services", "职业培训1次；职业指导2次"), ("workplaceProvince", "广东"), ("name", "龙春梅 ")));
        b.Should().Be(a);
    }

    [Fact]
    [Trait("Req", "COL-10")]
    public void Given_a_form_then_its_cells_are_what_the_printed_form_says()
    {
        var cells = FormCells.Of(FormText.Of(Sample.Form(Sample.Working(("status", "死亡"), ("flexibleDays", "不适用"), ("industry", "其他：快递")))), Sample.Divisions);
        string[] Of(params string[] fields) => [.. fields.Select(f => cells[f])];

        Of("contactMeans", "town", "village", "registeredProvince", "registeredPrefecture", "registeredTown", "registeredVillage")
            .Should().Equal("入户", "默戎镇", "牛角山村", "湖南省", "湘西土家族苗族自治州", "默戎镇", "牛角山村");
        Of("ethnicity", "status", "working", "education", "graduatedOn", "flexibleDays", "workplaceProvince", "workplacePrefecture")
            .Should().Equal("苗族", "永久退出(死亡)", "是", "初中", "2005年6月", "不适用", "广东省", "东莞市");
        Of("employedSince", "industry", "industryNote", "wantsTraining", "services", "householdSigned")
            .Should().Equal("2020年2月20日", "其他", "快递", "无", "职业指导2次、职业培训1次", "2020年10月9日");
        cells["workMonths"].Should().StartWith("2020年2月、2020年3月、");
        cells.Keys.Should().Equal(FormFields.All.Select(f => f.Name).Where(cells.ContainsKey));
    }

    [Theory]
    [Trait("Req", "COL-10")]
    [InlineData("湖北省", "仙桃市", "")]
    [InlineData("北京", "朝阳区", "")]
    [InlineData("重庆市", "", "")]
    [InlineData("境外", "", "")]
    [InlineData("境外", "越南", "")]
    [InlineData("老挝", "万象", "")]
    [InlineData("香港", "", "")]
    [InlineData("广东", "东莞", "长安镇")]
    [InlineData("湖南", "长沙", "长沙县")]
    public void Given_a_place_of_any_kind_then_its_cells_are_read_as_the_same_place(string province, string prefecture, string county)
    {
        var form = Sample.Form(Sample.Working(("workplaceProvince", province), ("workplacePrefecture", prefecture), ("workplaceCounty", county)));
        FormReader.Read(FormCells.Of(FormText.Of(form), Sample.Divisions), Sample.Context).Form.Should().Be(form);
    }

    [Fact]
    [Trait("Req", "COL-10")]
    public void Given_every_county_of_the_country_then_its_cells_are_read_as_the_same_place()
    {
        using var file = System.Text.Json.JsonDocument.Parse(Sample.File("china/divisions.json"));
        foreach (var county in file.RootElement.GetProperty("counties").EnumerateObject().Select(c => c.Name).Where(c => c != "433126"))
        {
            var form = Sample.Form(Sample.Working(("workplaceProvince", county[..2]), ("workplacePrefecture", county[..4]), ("workplaceCounty", county)));
            var again = FormReader.Read(FormCells.Of(FormText.Of(form), Sample.Divisions), Sample.Context).Form;
            again!.Away!.Workplace.Should().Be(form.Away!.Workplace);
        }
    }
}
