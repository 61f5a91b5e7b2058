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
        Sample.Of("F12", Sample.Working(("monthsWorked", months))).Should().Equal(good ? [] : ["F12 E monthsWorked"]);

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("-1", false)]
    [InlineData("-0.01", false)]
    [InlineData("28,000.50元", true)]
    [InlineData("28000.505", false)]
    [InlineData("两万八", false)]
    public void Given_an_income_then_it_is_yuan_of_at_least_0(string income, bool good) =>
        Sample.Of("F12", Sample.Working(("annualIncome", income))).Should().Equal(good ? [] : ["F12 E annualIncome"]);

    [Fact]
    [Trait("Req", "F12")]
    public void Given_no_income_and_no_months_then_0_is_good() =>
        Sample.Of("F12", Sample.AtHome(("monthsWorked", "0"), ("annualIncome", "0"), ("workMonths", ""))).Should().BeEmpty();

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("2020年2月", "29", true)]
    [InlineData("2020年2月", "29.5", false)]
    [InlineData("2020年2月", "30", false)]
    [InlineData("2020年2月、2020-03", "60", true)]
    [InlineData("2020年2月、2020年2月", "30", false)]
    [InlineData("2020年2月", "-1", false)]
    public void Given_days_of_odd_jobs_then_they_fit_into_the_ticked_months(string months, string days, bool good) =>
        Sample.Of("F12", Sample.Working(("workMonths", months), ("flexibleDays", days))).Should().Equal(good ? [] : ["F12 E flexibleDays"]);

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("2019年9月", false)]
    [InlineData("2019年10月", true)]
    [InlineData("2020年10月", true)]
    [InlineData("2020年11月", false)]
    [InlineData("2021年1月", false)]
    [InlineData("五月", false)]
    public void Given_a_ticked_month_then_it_is_one_of_the_boxes_and_not_in_the_future(string month, bool good) =>
        Sample.Of("F12", Sample.Working(("workMonths", month))).Should().Equal(good ? [] : ["F12 E workMonths"]);

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
        Sample.Of("F13", Sample.Working(
                ("workplaceProvince", "湖南"), ("workplacePrefecture", "湘西州"), ("workplaceCounty", county),
                ("workplaceTown", county == "古丈县" ? "古阳镇" : ""), ("monthsWorked", months), ("annualIncome", income)))
            .Should().Equal(warns ? ["F13 W keepReason"] : []);

    [Fact]
    [Trait("Req", "F13")]
    public void Given_a_reason_to_keep_it_then_the_finding_stands_at_the_months() =>
        Sample.Of("F13", Sample.Working(("monthsWorked", "2"), ("keepReason", "刚康复，正在增加务工时间"))).Should().Equal("F13 W monthsWorked");

    [Fact]
    [Trait("Req", "F13")]
    public void Given_the_reading_要大于_then_the_limit_itself_is_below()
    {
        var policy = Sample.Counting with { Comparison = Comparison.MoreThan };
        var onLimit = Sample.Working(("monthsWorked", "3"), ("annualIncome", "9000"));
        Sample.Of("F13", onLimit).Should().BeEmpty();
        Sample.Of("F13", onLimit, Sample.Context with { Counting = policy }).Should().Equal("F13 W keepReason");
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
        Sample.Of("F13", Sample.AtHome(little)).Should().Equal("F13 W keepReason");
        Sample.Of("F13", Sample.AtHome(fromCounty)).Should().BeEmpty();
        RegisterView record = new RegisterView.OnRecord(1, 1, PlaceClass.InCounty);
        Sample.Of("F13", Sample.AtHome(little), Sample.Context with { Register = record }).Should().BeEmpty();
        record = new RegisterView.OnRecord(1, 1, PlaceClass.OutOfProvince);
        Sample.Of("F13", Sample.AtHome(fromCounty), Sample.Context with { Register = record }).Should().Equal("F13 W keepReason");
    }

    [Theory]
    [Trait("Req", "F13")]
    [InlineData(HomePlace.LastThenBefore, true)]
    [InlineData(HomePlace.BeforeThenLast, false)]
    [InlineData(HomePlace.Unknown, true)]
    public void Given_another_reading_of_where_somebody_at_home_worked_then_the_limit_follows_it(HomePlace reading, bool below)
    {
        var fields = Sample.AtHome(
            ("monthsWorked", "2"), ("annualIncome", "5000"), ("workplaceBeforeProvince", "湖南"), ("workplaceBeforePrefecture", "湘西"),
            ("workplaceBeforeCounty", "古丈"), ("workplaceBeforeTown", "古阳镇"));
        var context = Sample.Context with
        {
            Counting = Sample.Counting with { PlaceOfSomebodyAtHome = reading },
            Register = new RegisterView.OnRecord(1, 1, PlaceClass.OutOfProvince),
        };
        Sample.Of("F13", fields, context).Should().Equal(below ? ["F13 W keepReason"] : []);
    }

    [Fact]
    [Trait("Req", "F13")]
    public void Given_nobody_worked_then_there_is_nothing_below()
    {
        Sample.Of("F13", Sample.AtHome(("monthsWorked", "0"), ("annualIncome", "0"), ("workMonths", ""))).Should().BeEmpty();
        Sample.Of("F13", Sample.Working(("monthsWorked", "0"), ("annualIncome", "0"))).Should().Equal("F13 W keepReason");
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
        Sample.Of("F13", Sample.Working([.. changes, ("workplaceCounty", "保靖县")])).Should().BeEmpty();
        Sample.Of("F13", Sample.Working([.. changes, ("workplaceCounty", "古丈县"), ("workplaceTown", "古阳镇")]))
            .Should().Equal("F13 W keepReason");
    }

    [Theory]
    [Trait("Req", "F13")]
    [InlineData("monthsWorked", "13", "F12 E monthsWorked")]
    [InlineData("annualIncome", "-1", "F12 E annualIncome")]
    [InlineData("workplaceProvince", "火星", "F06 E workplaceProvince")]
    public void Given_a_refused_figure_or_place_then_the_standard_is_not_looked_at(string field, string text, string finding)
    {
        var fields = Sample.Working(("monthsWorked", "2"), ("annualIncome", "7000"));
        fields[field] = text;
        Sample.Findings(fields).Should().Equal(finding);
    }

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("3,500", 3500)]
    [InlineData("28,000.50", 28000.50)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("￥28000元", 28000)]
    public void Given_an_income_with_commas_before_three_digits_then_it_is_taken(string text, double yuan) =>
        Sample.Form(Sample.Working(("annualIncome", text))).AnnualIncome!.Value.Amount.Should().Be((decimal)yuan);

    [Theory]
    [Trait("Req", "F12")]
    [InlineData("3,5")]
    [InlineData("28,00")]
    [InlineData("2,8000")]
    [InlineData("99999999999999999999999999")]
    public void Given_an_income_that_may_mean_something_else_then_it_is_refused(string text) =>
        Sample.Findings(Sample.Working(("annualIncome", text))).Should().Equal("F12 E annualIncome");

    [Theory]
    [Trait("Req", "F11")]
    [InlineData("7.9", false)]
    [InlineData("8", false)]
    [InlineData("8.1", true)]
    public void Given_eight_ticked_months_then_more_months_worked_warn(string months, bool warns) =>
        Sample.Findings(Sample.Working(("monthsWorked", months))).Should().Equal(warns ? ["F11 W monthsWorked"] : []);

    [Theory]
    [Trait("Req", "F11")]
    [InlineData("2019年10月、2020年9月", "2", false)]
    [InlineData("2020年8月、2020年9月、2020年10月", "2", false)]
    [InlineData("2020年8月、2020年9月、2020年10月", "2.1", true)]
    [InlineData("2020年10月", "1", true)]
    public void Given_ticks_outside_the_window_then_they_make_no_month_of_the_year(string ticked, string months, bool warns) =>
        Sample.Of("F11", Sample.Working(("workMonths", ticked), ("monthsWorked", months))).Should().Equal(warns ? ["F11 W monthsWorked"] : []);

    [Theory]
    [Trait("Req", "F11")]
    [InlineData("monthsWorked", "12.5")]
    [InlineData("workMonths", "2020年11月")]
    public void Given_refused_months_or_ticks_then_they_are_not_held_against_each_other(string field, string text)
    {
        var fields = Sample.Working(("monthsWorked", "9"));
        fields[field] = text;
        Sample.Of("F11", fields).Should().BeEmpty();
    }

    [Theory]
    [Trait("Req", "F19")]
    [InlineData("14000", false)]
    [InlineData("13999.99", true)]
    [InlineData("14000.01", false)]
    [InlineData("56000", false)]
    [InlineData("55999.99", false)]
    [InlineData("56000.01", true)]
    public void Given_3500_a_month_for_8_months_then_less_than_half_or_more_than_twice_warns(string income, bool warns) =>
        Sample.Findings(Sample.Working(("annualIncome", income))).Should().Equal(warns ? ["F19 W annualIncome"] : []);

    [Theory]
    [Trait("Req", "F19")]
    [InlineData("0", "0", false)]
    [InlineData("0", "1", true)]
    public void Given_no_months_then_any_income_is_more_than_twice(string months, string income, bool warns) =>
        Sample.Of("F19", Sample.Working(("monthsWorked", months), ("annualIncome", income))).Should().Equal(warns ? ["F19 W annualIncome"] : []);

    [Theory]
    [Trait("Req", "F19")]
    [InlineData("monthlyWage", "-1")]
    [InlineData("monthsWorked", "13")]
    [InlineData("annualIncome", "abc")]
    public void Given_a_refused_figure_then_income_and_wage_are_not_held_against_each_other(string field, string text)
    {
        var fields = Sample.Working(("annualIncome", "1"));
        fields[field] = text;
        Sample.Of("F19", fields).Should().BeEmpty();
    }
}
