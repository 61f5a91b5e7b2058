using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

public sealed class DivisionsTests
{
    private static readonly Divisions Divisions = Sample.Divisions;

    [Fact]
    public void Given_the_countys_file_then_it_has_seven_towns_and_112_villages()
    {
        Divisions.Towns.Select(t => t.Name).Should().Equal("古阳镇", "岩头寨镇", "默戎镇", "红石林镇", "断龙山镇", "高峰镇", "坪坝镇");
        Divisions.Towns.Sum(t => Divisions.VillagesOf(t.Code).Count).Should().Be(112);
        (Divisions.Province.Code, Divisions.Prefecture.Code, Divisions.County.Code).Should().Be(("43", "4331", "433126"));
    }

    [Theory]
    [InlineData("广东省", "44")]
    [InlineData("广东", "44")]
    [InlineData("44", "44")]
    [InlineData("广西", "45")]
    [InlineData("内蒙古", "15")]
    [InlineData("新疆", "65")]
    [InlineData("香港", "81")]
    [InlineData("北京", "11")]
    [InlineData("广", null)]
    [InlineData("", null)]
    public void Given_a_province_with_or_without_suffix_then_it_is_found(string text, string? code) =>
        Divisions.FindProvince(text)?.Code.Should().Be(code);

    [Theory]
    [InlineData("43", "湘西", "4331")]
    [InlineData("43", "湘西州", "4331")]
    [InlineData("43", "湘西土家族苗族自治州", "4331")]
    [InlineData("44", "广州", "4401")]
    [InlineData("44", "广州市", "4401")]
    [InlineData("42", "恩施州", "4228")]
    [InlineData("37", "德州", "3714")]
    public void Given_a_prefecture_with_or_without_suffix_then_it_is_found(string province, string text, string code) =>
        Divisions.FindPrefecture(province, text)!.Code.Should().Be(code);

    [Theory]
    [InlineData("4331", "古丈", "433126")]
    [InlineData("4331", "永顺县", "433127")]
    [InlineData("4331", "吉首", "433101")]
    [InlineData("43", "沅陵县", "431222")]
    [InlineData("42", "仙桃市", "429004")]
    [InlineData("11", "朝阳区", "110105")]
    public void Given_a_county_then_it_is_found_under_its_prefecture_or_province(string parent, string text, string code) =>
        Divisions.FindCounty(parent, text)!.Code.Should().Be(code);

    [Fact]
    public void Given_a_county_of_another_prefecture_then_it_is_not_found() =>
        Divisions.FindCounty("4331", "岳麓区").Should().BeNull();

    [Fact]
    public void Given_towns_and_villages_then_they_are_found_by_name_short_name_and_code()
    {
        Divisions.FindTown("古阳")!.Code.Should().Be("433126101");
        Divisions.FindTown("433126104")!.Name.Should().Be("默戎镇");
        Divisions.FindTown("芙蓉镇").Should().BeNull();
        Divisions.FindVillage("433126101", "红星社区")!.Name.Should().Be("红星社区居委会");
        Divisions.FindVillage("433126104", "牛角山村")!.Name.Should().Be("牛角山村");
        Divisions.FindVillage("433126101", "牛角山村").Should().BeNull("it is in another town");
        Divisions.FindVillage("433126101", "罗依溪").Should().BeNull("a village and a community share the short name");
        Divisions.FindVillage("433126101", "罗依溪村")!.Name.Should().Be("罗依溪村");
    }

    [Theory]
    [InlineData("境外", "overseas")]
    [InlineData("越南", "VN")]
    [InlineData("新加坡", "SG")]
    [InlineData("vn", "VN")]
    [InlineData("广东省", null)]
    public void Given_a_country_then_its_code_is_found(string text, string? code) => Divisions.FindCountry(text).Should().Be(code);

    [Theory]
    [InlineData("433126", true)]
    [InlineData("510202", true)]
    [InlineData("522229", true)]
    [InlineData("441900", true)]
    [InlineData("110103", true)] // 崇文区, until 2010
    [InlineData("310225", true)] // 南汇县, until 2001
    [InlineData("432301", true)] // 益阳市 of 益阳地区, until 1994
    [InlineData("522121", true)] // 遵义县, until 1997
    [InlineData("830000", true)] // residence permits
    [InlineData("433199", false)]
    [InlineData("439099", false)]
    public void Given_a_county_code_then_it_is_known_whether_it_was_ever_used(string code, bool known) =>
        Divisions.IsPresentOrHistoricalCounty(code).Should().Be(known);

    [Theory]
    [Trait("Req", "F01")]
    [InlineData("433126", true)]
    [InlineData("510202", true)]
    [InlineData("830000", true)]
    [InlineData("840000", false)]
    [InlineData("990126", false)]
    public void Given_a_county_code_then_it_is_known_whether_its_province_is_one(string code, bool known) =>
        Divisions.IsKnownProvince(code).Should().Be(known);

    [Fact]
    public void Given_the_countrys_file_then_every_code_of_the_past_is_of_a_province_and_none_is_present()
    {
        using var file = System.Text.Json.JsonDocument.Parse(Sample.File("china/divisions.json"));
        var root = file.RootElement;
        var past = root.GetProperty("historical").EnumerateArray().SelectMany(l => l.GetString()!.Split(' ')).ToList();
        past.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(3000).And.AllSatisfy(code =>
        {
            code.Should().MatchRegex("^[0-9]{6}$");
            root.GetProperty("provinces").TryGetProperty(code[..2], out _).Should().BeTrue(code);
            root.GetProperty("counties").TryGetProperty(code, out _).Should().BeFalse(code);
        });
    }

    [Fact]
    public void Given_the_countys_own_list_in_place_of_ours_then_forms_go_by_it_without_code()
    {
        const string own = """
            {"source":"county list of 2021","province":{"code":"43","name":"湖南省"},"prefecture":{"code":"4331","name":"湘西土家族苗族自治州"},
             "county":{"code":"433126","name":"古丈县"},"towns":[{"code":"433126101","name":"古阳镇","villages":[{"code":"433126101900","name":"新设村"}]}]}
            """;
        var context = Sample.Context with { Divisions = Divisions.Parse(own, Sample.File("china/divisions.json")) };

        Sample.Findings(Sample.Working(), context).Should().Equal("F06 E town", "F06 E registeredTown");
        Sample.Findings(Sample.Working(("town", "古阳镇"), ("village", "新设村"), ("registeredTown", "古阳镇"), ("registeredVillage", "新设村")), context)
            .Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"433126101005\"", "\"433126102005\"")]
    [InlineData("\"433126101005\"", "\"433126101006\"")]
    [InlineData("\"433126101005\"", "\"43312610100\"")]
    [InlineData("\"433126101\"", "\"43312610A\"")]
    [InlineData("\"古阳镇\"", "\"\"")]
    [InlineData("\"4331\"", "\"4401\"")]
    [InlineData("\"towns\"", "\"villages\"")]
    [InlineData("\"古阳镇\"", "1")]
    public void Given_a_list_with_a_code_in_the_wrong_place_then_it_is_not_taken(string good, string bad)
    {
        var act = () => Divisions.Parse(Sample.File("guzhang/divisions.json").Replace(good, bad, StringComparison.Ordinal), Sample.File("china/divisions.json"));

        act.Should().Throw<FormatException>().Which.Message.Should().MatchRegex("^divisions[.]json：.*[一-龥]");
    }

    [Theory]
    [InlineData("433126104", "433126", PlaceClass.InCounty)]
    [InlineData("433126", "433126", PlaceClass.InCounty)]
    [InlineData("433101", "433126", PlaceClass.OutOfCounty)]
    [InlineData("430104", "433126", PlaceClass.OutOfPrefecture)]
    [InlineData("4419", "433126", PlaceClass.OutOfProvince)]
    [InlineData("44", "433126", PlaceClass.OutOfProvince)]
    [InlineData("overseas", "433126", PlaceClass.OutOfProvince)]
    [InlineData("VN", "433126", PlaceClass.OutOfProvince)]
    [InlineData("433126", "433125", PlaceClass.OutOfCounty)]
    [InlineData("433125", "433125", PlaceClass.InCounty)]
    [InlineData("433126", "520628", PlaceClass.OutOfPrefecture)]
    [InlineData("520628", "520628", PlaceClass.InCounty)]
    [InlineData("520602", "520628", PlaceClass.OutOfProvince)]
    public void Given_a_workplace_then_its_class_is_seen_from_the_county_of_registration(string place, string registered, PlaceClass expected) =>
        Divisions.ClassOf(place, registered).Should().Be(expected);
}
