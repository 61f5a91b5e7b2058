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
    [InlineData("433199", false)]
    [InlineData("439099", false)]
    public void Given_a_county_code_then_it_is_known_whether_it_was_ever_used(string code, bool known) =>
        Divisions.IsPresentOrHistoricalCounty(code).Should().Be(known);

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
