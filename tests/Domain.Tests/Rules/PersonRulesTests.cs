using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests.Rules;

public sealed class PersonRulesTests
{
    [Fact]
    [Trait("Req", "COL-01")]
    public void Given_forms_that_say_everything_when_read_then_nothing_is_found()
    {
        Sample.Findings(Sample.Working()).Should().BeEmpty();
        Sample.Findings(Sample.AtHome()).Should().BeEmpty();
        Sample.Findings(Sample.OutOfReach()).Should().BeEmpty();
    }

    [Theory]
    [Trait("Req", "F01")]
    [InlineData("43312619900307002")]
    [InlineData("43312619900307O021")]
    [InlineData("433126199002300021")]
    public void Given_a_number_that_cannot_be_one_then_F01_refuses(string id) =>
        Sample.Findings(Sample.Working(("residentId", id))).Should().Equal("F01 E residentId");

    [Fact]
    [Trait("Req", "F01")]
    public void Given_a_wrong_check_character_then_F01_refuses()
    {
        var good = Sample.Id("433126", "19900307");
        var other = good[17] == '1' ? '2' : '1';
        Sample.Findings(Sample.Working(("residentId", good[..17] + other))).Should().Equal("F01 E residentId");
    }

    [Fact]
    [Trait("Req", "F01")]
    public void Given_a_birth_date_tomorrow_then_F01_refuses_and_today_it_is_F04()
    {
        Sample.Findings(Sample.Working(("residentId", Sample.Id("433126", "20201013")))).Should().Equal("F01 E residentId");
        Sample.Findings(Sample.Working(("residentId", Sample.Id("433126", "20201012")))).Should().Equal("F04 E residentId");
        Sample.Findings(Sample.Working(("residentId", Sample.Id("433999", "20201012")))).Should().Equal("F04 E residentId");
    }

    [Theory]
    [Trait("Req", "F01")]
    [InlineData("990126", "F01 E residentId")]
    [InlineData("000126", "F01 E residentId")]
    [InlineData("433199", "F01 W residentId")]
    [InlineData("439099", "F01 W residentId")]
    [InlineData("510202", null)]
    [InlineData("522229", null)]
    [InlineData("810000", null)]
    public void Given_a_region_then_an_unknown_province_refuses_and_a_county_never_used_warns(string region, string? finding) =>
        Sample.Findings(Sample.Working(("residentId", Sample.Id(region, "19900307")))).Should().Equal(finding is null ? [] : [finding]);

    [Fact]
    [Trait("Req", "F01")]
    public void Given_a_lower_case_x_and_full_width_digits_then_they_are_mended() =>
        Sample.Form(Sample.Working(("residentId", "１１０１０５１９６１１２３１００８x".Replace("００８x", "００８" + ResidentId.CheckCharacter("11010519611231008"), StringComparison.Ordinal))))
            .ResidentId.Value.Should().StartWith("11010519611231008");

    [Fact]
    [Trait("Req", "F02")]
    public void Given_a_blank_form_about_somebody_on_record_then_F02_refuses() =>
        Sample.Findings(Sample.Working(), Sample.Context with { Register = new RegisterView.OnRecord(3, null) })
            .Should().Equal("F02 E residentId");

    [Theory]
    [Trait("Req", "F02")]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Given_an_update_then_it_follows_the_newest_version(int follows, bool refused) =>
        Sample.Findings(Sample.Working(), Sample.Context with { Register = new RegisterView.OnRecord(3, follows) })
            .Should().Equal(refused ? ["F02 E residentId"] : []);

    [Fact]
    [Trait("Req", "F02")]
    [Trait("Req", "COL-13")]
    public void Given_no_connection_then_F02_and_F03_are_left_to_be_checked()
    {
        var reading = Sample.Read(Sample.Working(), Sample.Context with { Register = RegisterView.Offline });
        reading.Findings.Select(Sample.Short).Should().Equal("F02 W residentId", "F03 W residentId");
        reading.Findings.Should().AllSatisfy(f => f.Message.Should().Contain("待联网核对"));
        reading.Form.Should().NotBeNull();
    }

    [Theory]
    [Trait("Req", "F03")]
    [InlineData(7, null, "本表第7行")]
    [InlineData(null, "古阳镇长潭村", "（古阳镇长潭村）")]
    [InlineData(null, null, "其他乡镇")]
    public void Given_somebody_alike_then_F03_says_where_as_far_as_the_caller_may_see(int? row, string? place, string said)
    {
        var reading = Sample.Read(Sample.Working(), Sample.Context with { Register = RegisterView.Unknown with { LookAlikes = [new LookAlike(row, place)] } });
        var finding = reading.Findings.Should().ContainSingle().Subject;
        Sample.Short(finding).Should().Be("F03 W residentId");
        finding.Message.Should().Contain(said);
        reading.Form.Should().NotBeNull();
    }

    [Theory]
    [Trait("Req", "F03")]
    [InlineData("name", "张3", "F06 E name")]
    [InlineData("residentId", "1", "F01 E residentId")]
    public void Given_a_refused_name_or_number_then_nobody_is_alike(string field, string text, string finding) =>
        Sample.Findings(Sample.Working((field, text)), Sample.Context with { Register = RegisterView.Unknown with { LookAlikes = [new LookAlike(7, null)] } })
            .Should().Equal(finding);

    [Theory]
    [Trait("Req", "F04")]
    [InlineData("丧失劳动力")]
    [InlineData("无劳动力")]
    [InlineData("无劳动能力")]
    [InlineData("退休")]
    public void Given_somebody_who_cannot_work_then_F04_refuses(string ability) =>
        Sample.Findings(Sample.Working(("ability", ability))).Should().Equal("F04 E ability");

    [Theory]
    [Trait("Req", "F04")]
    [InlineData("20041013", true)]
    [InlineData("20041012", false)]
    [InlineData("20041011", false)]
    public void Given_an_age_around_16_then_under_16_is_refused_and_nothing_else_uses_the_number(string birth, bool refused) =>
        Sample.Findings(Sample.Working(
                ("residentId", Sample.Id("433126", birth)), ("employedSince", refused ? "2020年2月20日" : "2020年10月12日"), ("education", "小学")))
            .Should().Equal(refused ? ["F04 E residentId"] : []);

    [Theory]
    [Trait("Req", "F05")]
    [InlineData("普通劳动力", "无", false)]
    [InlineData("普通劳动力", "初级", true)]
    [InlineData("技能劳动力", "无", true)]
    [InlineData("技能劳动力", "高级技师", false)]
    [InlineData("弱劳动力或半劳动力", "无", false)]
    [InlineData("弱劳动力或半劳动力", "中级", false)]
    public void Given_ability_and_skill_level_then_they_have_to_agree(string ability, string level, bool refused) =>
        Sample.Findings(Sample.Working(("ability", ability), ("skillLevel", level))).Should().Equal(refused ? ["F05 E skillLevel"] : []);

    [Theory]
    [Trait("Req", "F05")]
    [InlineData("19591012", "普通劳动力", true)]
    [InlineData("19591013", "普通劳动力", false)]
    [InlineData("19601012", "普通劳动力", false)]
    [InlineData("19591012", "弱劳动力或半劳动力", false)]
    public void Given_an_age_around_60_then_only_普通劳动力_over_60_warns(string birth, string ability, bool warns) =>
        Sample.Findings(Sample.Working(("residentId", Sample.Id("433126", birth)), ("ability", ability)))
            .Should().Equal(warns ? ["F05 W ability"] : []);

    [Theory]
    [Trait("Req", "F21")]
    [InlineData("湖南省", "湘西土家族苗族自治州", "古丈县", "默戎镇", "牛角山村", false)]
    [InlineData("湖南省", "湘西州", "保靖县", "葫芦镇", "新寨村", true)]
    [InlineData("贵州省", "铜仁市", "松桃苗族自治县", "盘信镇", "大坪村", true)]
    [InlineData("", "", "永顺", "芙蓉镇", "科皮村", true)]
    [InlineData("", "", "", "默戎镇", "牛角山村", false)]
    public void Given_a_place_of_registration_then_outside_the_county_warns(
        string province, string prefecture, string county, string town, string village, bool warns) =>
        Sample.Findings(Sample.Working(
                ("registeredProvince", province), ("registeredPrefecture", prefecture), ("registeredCounty", county),
                ("registeredTown", town), ("registeredVillage", village)))
            .Should().Equal(warns ? ["F21 W registeredCounty"] : []);
}
