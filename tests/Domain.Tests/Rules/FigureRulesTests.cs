using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests.Rules;

public sealed class FigureRulesTests
{
    [Theory]
    [Trait("Req", "F12")]
    [InlineData("12", true)]
    [InlineData("12.1", false)]
    [InlineData("11.9", true)]
    [InlineData("-0.1", false)]
    [InlineData("3.55", false)]
    [InlineData("3.5个月", true)]
    [InlineData("三个月", false)]
    public void Given_months_then_they_are_0_to_12_with_one_decimal(string months, bool good) =>
        Sample.Findings(Sample.Working(("monthsWorked", months))).Should().Equal(good ? [] : ["F12 E monthsWorked"]);

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("-1", false)]
    [InlineData("-0.01", false)]
    [InlineData("28,000.50元", true)]
    [InlineData("28000.505", false)]
    [InlineData("两万八", false)]
    public void Given_an_income_then_it_is_yuan_of_at_least_0(string income, bool good) =>
        Sample.Findings(Sample.Working(("annualIncome", income))).Should().Equal(good ? [] : ["F12 E annualIncome"]);

    [Fact]
    [Trait("Req", "F12")]
    public void Given_no_income_and_no_months_then_0_is_good() =>
        Sample.Findings(Sample.AtHome(("monthsWorked", "0"), ("annualIncome", "0"), ("workMonths", ""))).Should().BeEmpty();

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("2020年2月", "29", true)]
    [InlineData("2020年2月", "29.5", false)]
    [InlineData("2020年2月", "30", false)]
    [InlineData("2020年2月、2020-03", "60", true)]
    [InlineData("2020年2月、2020年2月", "30", false)]
    [InlineData("2020年2月", "-1", false)]
    public void Given_days_of_odd_jobs_then_they_fit_into_the_ticked_months(string months, string days, bool good) =>
        Sample.Findings(Sample.Working(("workMonths", months), ("flexibleDays", days))).Should().Equal(good ? [] : ["F12 E flexibleDays"]);

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("2019年9月", false)]
    [InlineData("2019年10月", true)]
    [InlineData("2020年10月", true)]
    [InlineData("2020年11月", false)]
    [InlineData("2021年1月", false)]
    [InlineData("五月", false)]
    public void Given_a_ticked_month_then_it_is_one_of_the_boxes_and_not_in_the_future(string month, bool good) =>
        Sample.Findings(Sample.Working(("workMonths", month))).Should().Equal(good ? [] : ["F12 E workMonths"]);

    [Fact]
    [Trait("Req", "F12")]
    public void Given_refused_months_then_the_days_are_not_held_against_them() =>
        Sample.Findings(Sample.Working(("workMonths", "2020年11月"), ("flexibleDays", "100"))).Should().Equal("F12 E workMonths");

    [Theory]
    [Trait("Req", "F13")]
    [InlineData("古丈县", "1", "3000", false)]
    [InlineData("古丈县", "0.9", "3000", true)]
    [InlineData("古丈县", "1", "2999.99", true)]
    [InlineData("古丈县", "1.1", "3001", false)]
    [InlineData("永顺县", "3", "9000", false)]
    [InlineData("永顺县", "2.9", "9000", true)]
    [InlineData("永顺县", "3", "8999", true)]
    [InlineData("永顺县", "1", "3000", true)]
    public void Given_months_and_income_around_the_limits_then_below_warns(string county, string months, string income, bool warns) =>
        Sample.Findings(Sample.Working(
                ("workplaceProvince", "湖南"), ("workplacePrefecture", "湘西州"), ("workplaceCounty", county),
                ("workplaceTown", county == "古丈县" ? "古阳镇" : ""), ("monthsWorked", months), ("annualIncome", income)))
            .Should().Equal(warns ? ["F13 W keepReason"] : []);

    [Fact]
    [Trait("Req", "F13")]
    public void Given_a_reason_to_keep_it_then_the_finding_stands_at_the_months() =>
        Sample.Findings(Sample.Working(("monthsWorked", "2"), ("keepReason", "刚康复，正在增加务工时间"))).Should().Equal("F13 W monthsWorked");

    [Fact]
    [Trait("Req", "F13")]
    public void Given_the_reading_要大于_then_the_limit_itself_is_below()
    {
        var policy = CountingPolicy.Parse(Sample.File("guzhang/counting.json").Replace("atLeast", "moreThan", StringComparison.Ordinal));
        var onLimit = Sample.Working(("monthsWorked", "3"), ("annualIncome", "9000"));
        Sample.Findings(onLimit).Should().BeEmpty();
        Sample.Findings(onLimit, Sample.Context with { Counting = policy }).Should().Equal("F13 W keepReason");
    }

    [Fact]
    [Trait("Req", "F13")]
    public void Given_someone_at_home_then_the_limit_follows_the_last_workplace_known()
    {
        (string, string)[] little = [("monthsWorked", "2"), ("annualIncome", "5000")];
        (string, string)[] fromCounty =
        [
            .. little, ("workplaceBeforeProvince", "湖南"), ("workplaceBeforePrefecture", "湘西"), ("workplaceBeforeCounty", "古丈"),
            ("workplaceBeforeTown", "古阳镇"),
        ];
        Sample.Findings(Sample.AtHome(little)).Should().Equal("F13 W keepReason");
        Sample.Findings(Sample.AtHome(fromCounty)).Should().BeEmpty();
        RegisterView record = new RegisterView.OnRecord(1, 1, PlaceClass.InCounty);
        Sample.Findings(Sample.AtHome(little), Sample.Context with { Register = record }).Should().BeEmpty();
        record = new RegisterView.OnRecord(1, 1, PlaceClass.OutOfProvince);
        Sample.Findings(Sample.AtHome(fromCounty), Sample.Context with { Register = record }).Should().Equal("F13 W keepReason");
    }

    [Fact]
    [Trait("Req", "F13")]
    public void Given_nobody_worked_then_there_is_nothing_below()
    {
        Sample.Findings(Sample.AtHome(("monthsWorked", "0"), ("annualIncome", "0"), ("workMonths", ""))).Should().BeEmpty();
        Sample.Findings(Sample.Working(("monthsWorked", "0"), ("annualIncome", "0"))).Should().Equal("F13 W keepReason");
    }

    [Fact]
    [Trait("Req", "F13")]
    public void Given_in_county_then_it_is_the_county_of_registration()
    {
        (string, string)[] changes =
        [
            ("registeredCounty", "保靖县"), ("registeredTown", "葫芦镇"), ("registeredVillage", "新寨村"),
            ("workplaceProvince", "湖南"), ("workplacePrefecture", "湘西"), ("monthsWorked", "2.5"), ("annualIncome", "6000"),
        ];
        Sample.Findings(Sample.Working([.. changes, ("workplaceCounty", "保靖县")])).Should().Equal("F21 W registeredCounty");
        Sample.Findings(Sample.Working([.. changes, ("workplaceCounty", "古丈县"), ("workplaceTown", "古阳镇")]))
            .Should().Equal("F21 W registeredCounty", "F13 W keepReason");
    }

    [Theory]
    [Trait("Req", "F13")]
    [InlineData("monthsWorked", "13", "F12 E monthsWorked")]
    [InlineData("annualIncome", "-1", "F12 E annualIncome")]
    [InlineData("workplaceProvince", "火星", "F06 E workplaceProvince")]
    public void Given_a_refused_figure_or_place_then_the_standard_is_not_looked_at(string field, string text, string finding)
    {
        var fields = Sample.Working(("monthsWorked", "2"), ("annualIncome", "5000"));
        fields[field] = text;
        Sample.Findings(fields).Should().Equal(finding);
    }
}
