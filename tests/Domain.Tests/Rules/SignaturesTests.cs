using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests.Rules;

[Trait("Req", "F18")]
public sealed class SignaturesTests
{
    [Theory]
    [InlineData("householdSigned")]
    [InlineData("collectorSigned")]
    [InlineData("collectorPhone")]
    [InlineData("paperArchiveNo")]
    [InlineData("collector")]
    public void Given_a_visit_then_both_sign_and_phone_and_paper_number_are_given(string field) =>
        Sample.Findings(Sample.Working((field, ""))).Should().Equal($"F18 E {field}");

    [Fact]
    public void Given_a_phone_check_then_it_needs_a_call_record_and_no_paper()
    {
        var fields = Called();
        Sample.Findings(fields).Should().Equal("F18 E callRecord");
        fields["callRecord"] = "2020年10月8日10时，拨打13574300001，本人接听，情况属实";
        Sample.Findings(fields).Should().BeEmpty();
    }

    [Fact]
    public void Given_a_change_found_by_phone_then_it_is_marked_待补签_until_signed()
    {
        var fields = Called();
        fields["callRecord"] = "10月8日本人接听，换了工作";
        var context = Sample.Context with { Register = new RegisterView.OnRecord(1, 1) };
        var finding = Sample.Read(fields, context).Findings.Should().ContainSingle().Subject;
        Sample.Short(finding).Should().Be("F18 W householdSigned");
        finding.Message.Should().Contain("待补签");
        fields["householdSigned"] = "2020年10月10日";
        Sample.Findings(fields, context).Should().BeEmpty();
    }

    [Theory]
    [InlineData("2020年10月8日", true)]
    [InlineData("2020年10月9日", true)]
    [InlineData("2020年10月10日", false)]
    public void Given_a_change_found_by_phone_that_carries_the_signature_of_the_form_before_then_it_is_marked_待补签(string signature, bool marked)
    {
        var fields = Called();
        (fields["callRecord"], fields["householdSigned"]) = ("10月10日本人接听，换了工作", signature);
        var context = Sample.Context with { Register = new RegisterView.OnRecord(1, 1, HouseholdSigned: new DateOnly(2020, 10, 9)) };
        Sample.Findings(fields, context).Should().Equal(marked ? ["F18 W householdSigned"] : []);
    }

    [Fact]
    public void Given_somebody_out_of_reach_then_the_collector_signs_alone()
    {
        var fields = Sample.OutOfReach();
        Sample.Findings(fields).Should().BeEmpty();
        fields["collectorSigned"] = "";
        Sample.Findings(fields).Should().Equal("F18 E collectorSigned");
    }

    [Theory]
    [InlineData("2020-10-09", true)]
    [InlineData("龙春梅 2020年10月9日", true)]
    [InlineData("龙春梅(2020.10.9)", true)]
    [InlineData("是", false)]
    [InlineData("2020年10月", false)]
    public void Given_a_signature_then_it_has_a_date(string text, bool good)
    {
        Sample.Findings(Sample.Working(("householdSigned", text))).Should().Equal(good ? [] : ["F18 E householdSigned"]);
        if (good)
        {
            Sample.Form(Sample.Working(("householdSigned", text))).Signatures.Household.Should().Be(new DateOnly(2020, 10, 9));
        }
    }

    [Fact]
    public void Given_no_known_means_then_no_signature_is_demanded_yet() =>
        Sample.Findings(Sample.Working(("contactMeans", "写信"), ("householdSigned", ""))).Should().Equal("F06 E contactMeans");

    private static Dictionary<string, string> Called() => Sample.Working(
        ("contactMeans", "电话"), ("householdSigned", ""), ("collectorSigned", ""), ("collectorPhone", ""), ("paperArchiveNo", ""));
}
