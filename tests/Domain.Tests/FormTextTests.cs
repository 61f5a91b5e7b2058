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
}
