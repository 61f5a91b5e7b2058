using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests.Rules;

[Trait("Req", "F20")]
public sealed class LeadTests
{
    [Fact]
    public void Given_somebody_who_never_worked_away_then_a_warning_keeps_them_as_a_lead()
    {
        var reading = Sample.Read(Lead());
        var finding = reading.Findings.Should().ContainSingle().Subject;
        Sample.Short(finding).Should().Be("F20 W notWorkingType");
        finding.Message.Should().Contain("线索").And.Contain("不计入");
        reading.Form.Should().NotBeNull();
    }

    [Theory]
    [InlineData("0", "", false)]
    [InlineData("0.1", "2020年5月", true)]
    [InlineData("0", "2020年5月", true)]
    [InlineData("0", "2020年10月", true)]
    [InlineData("1", "2020年5月", true)]
    public void Given_months_of_work_then_从未外出就业过_is_refused(string months, string ticked, bool refused) =>
        Sample.Of("F20", Lead(("monthsWorked", months), ("workMonths", ticked)))
            .Should().Equal(refused ? ["F20 E notWorkingType"] : ["F20 W notWorkingType"]);

    [Theory]
    [InlineData("monthsWorked", "13", "F12 E monthsWorked")]
    [InlineData("workMonths", "2020年11月", "F12 E workMonths")]
    public void Given_refused_months_then_they_are_not_held_against_it(string field, string text, string finding) =>
        Sample.Findings(Lead((field, text))).Should().BeEquivalentTo(finding, "F20 W notWorkingType");

    [Fact]
    public void Given_work_on_record_then_the_warning_asks_which_is_right()
    {
        RegisterView record = new RegisterView.OnRecord(1, 1, HasWorked: true);
        var finding = Sample.Read(Lead(), Sample.Context with { Register = record }).Findings.Should().ContainSingle().Subject;
        Sample.Short(finding).Should().Be("F20 W notWorkingType");
        finding.Message.Should().Contain("原有记录");
    }

    [Fact]
    [Trait("Req", "COL-13")]
    public void Given_no_connection_then_the_record_is_left_to_be_checked()
    {
        var findings = Sample.Read(Lead(), Sample.Context with { Register = RegisterView.Offline }).Findings;
        findings.Select(Sample.Short).Should().Equal("F02 W residentId", "F03 W residentId", "F20 W notWorkingType");
        findings.Should().AllSatisfy(f => f.Message.Should().Contain("待联网核对"));
    }

    [Fact]
    public void Given_somebody_at_work_then_there_is_no_such_answer() =>
        Sample.Findings(Sample.Working(("notWorkingType", "从未外出就业过"))).Should().Equal("F07 E notWorkingType");

    private static Dictionary<string, string> Lead(params ReadOnlySpan<(string, string)> changes) => Sample.AtHome(
        [("notWorkingType", "从未外出就业过"), ("unemployedSince", ""), ("monthsWorked", "0"), ("annualIncome", "0"), ("workMonths", ""), .. changes]);
}
