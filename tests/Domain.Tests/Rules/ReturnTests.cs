using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests.Rules;

/// <summary>返乡回流 and the state of the person against being at work.</summary>
public sealed class ReturnTests
{
    [Theory]
    [Trait("Req", "F16")]
    [InlineData("古丈县", "默戎镇", true)]
    [InlineData("古丈", "默戎", true)]
    [InlineData("古丈县", "古阳镇", false)]
    [InlineData("永顺县", "默戎镇", false)]
    [InlineData("永顺县", "", false)]
    public void Given_a_return_to_默戎镇_then_from_there_it_is_none(string county, string town, bool refused) =>
        Sample.Findings(Back("湖南", "湘西", county, town)).Should().Equal(refused ? ["F16 E workplaceBeforeTown"] : []);

    [Theory]
    [Trait("Req", "F16")]
    [InlineData("葫芦镇", true)]
    [InlineData("葫芦", true)]
    [InlineData("毛沟镇", false)]
    [InlineData("", false)]
    public void Given_somebody_registered_elsewhere_then_it_is_the_town_of_registration_that_matters(string town, bool refused)
    {
        var fields = Back("湖南", "湘西", "保靖县", town);
        (fields["registeredCounty"], fields["registeredTown"], fields["registeredVillage"]) = ("保靖县", "葫芦镇", "新寨村");
        Sample.Of("F16", fields).Should().Equal(refused ? ["F16 E workplaceBeforeTown"] : []);
    }

    [Fact]
    [Trait("Req", "F16")]
    public void Given_no_return_then_the_place_before_may_be_the_own_town()
    {
        var fields = Back("湖南", "湘西", "古丈县", "默戎镇");
        (fields["returned"], fields["returnReason"]) = ("否", "");
        Sample.Findings(fields).Should().BeEmpty();
    }

    [Fact]
    [Trait("Req", "F16")]
    public void Given_a_refused_place_then_the_limits_of_a_place_not_known_do_not_apply_either()
    {
        var fields = Back("湖南", "湘西", "古丈县", "默戎镇");
        (fields["monthsWorked"], fields["annualIncome"]) = ("0.5", "1000");
        Sample.Findings(fields).Should().Equal("F16 E workplaceBeforeTown");
    }

    [Theory]
    [Trait("Req", "F16")]
    [InlineData("是", true)]
    [InlineData("否", false)]
    public void Given_somebody_at_work_then_a_return_warns(string returned, bool warns)
    {
        var fields = Sample.Working(("returned", returned));
        if (warns)
        {
            (fields["returnReason"], fields["workplaceBeforeProvince"], fields["workplaceBeforePrefecture"]) = ("因疫情", "广东省", "东莞市");
        }

        var reading = Sample.Read(fields);
        reading.Findings.Select(Sample.Short).Should().Equal(warns ? ["F16 W returned"] : []);
        reading.Form.Should().NotBeNull();
    }

    [Theory]
    [Trait("Req", "F17")]
    [InlineData("正常贫困劳动力", false)]
    [InlineData("暂时退出(上学)", true)]
    [InlineData("暂时退出(参军)", true)]
    [InlineData("暂时退出(服刑)", true)]
    [InlineData("暂时退出(暂时丧失劳动力)", true)]
    [InlineData("永久退出(死亡)", true)]
    [InlineData("永久退出(永久丧失劳动力)", true)]
    public void Given_a_state_then_any_but_正常_warns_of_somebody_at_work_and_not_of_somebody_at_home(string status, bool warns)
    {
        Sample.Findings(Sample.Working(("status", status))).Should().Equal(warns ? ["F17 W status"] : []);
        Sample.Findings(Sample.AtHome(("status", status))).Should().BeEmpty();
    }

    [Fact]
    [Trait("Req", "F17")]
    public void Given_a_refused_是否务工_then_the_state_is_not_held_against_it() =>
        Sample.Findings(Sample.Working([("status", "死亡"), .. NoSectionTwo])).Should().Equal("F07 E working");

    private static (string, string)[] NoSectionTwo =>
        [.. FormFields.All.Where(f => f.Section == FormSection.Away).Select(f => (f.Name, ""))];

    private static Dictionary<string, string> Back(string province, string prefecture, string county, string town) => Sample.AtHome(
        ("returned", "是"), ("returnReason", "因疫情"), ("workplaceBeforeProvince", province), ("workplaceBeforePrefecture", prefecture),
        ("workplaceBeforeCounty", county), ("workplaceBeforeTown", town));
}
