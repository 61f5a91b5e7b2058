
namespace Guzhang.Domain.Tests.Rules;

[Trait("Req", "F15")]
public sealed class DatesTests
{
    [Theory]
    [InlineData("2020年10月11日", false)]
    [InlineData("2020年10月12日", false)]
    [InlineData("2020年10月13日", true)]
    [InlineData("2020年10月", false)]
    [InlineData("2020年11月", true)]
    public void Given_today_is_the_12th_then_work_taken_up_later_is_refused_at_the_precision_given(string since, bool refused) =>
        Sample.Findings(Sample.Working(("employedSince", since))).Should().Equal(refused ? ["F15 E employedSince"] : []);

    [Theory]
    [InlineData("2020年10月12日", false)]
    [InlineData("2020年10月13日", true)]
    [InlineData("2020年10月", false)]
    [InlineData("2020年11月", true)]
    public void Given_today_is_the_12th_then_work_lost_later_is_refused_at_the_precision_given(string since, bool refused) =>
        Sample.Findings(Sample.AtHome(("unemployedSince", since))).Should().Equal(refused ? ["F15 E unemployedSince"] : []);

    [Theory]
    [InlineData("2006年3月6日", true)]
    [InlineData("2006年3月7日", false)]
    [InlineData("2006年3月8日", false)]
    [InlineData("2006年2月", true)]
    [InlineData("2006年3月", false)]
    public void Given_somebody_born_on_7_March_1990_then_work_before_the_16th_birthday_is_refused(string since, bool refused) =>
        Sample.Findings(Sample.Working(("employedSince", since))).Should().Equal(refused ? ["F15 E employedSince"] : []);

    [Theory]
    [InlineData("2020年2月28日", true)]
    [InlineData("2020年2月29日", false)]
    public void Given_somebody_born_on_29_February_then_the_16th_birthday_is_one(string since, bool refused) =>
        Sample.Of("F15", Sample.Working(("residentId", Sample.Id("433126", "20040229")), ("employedSince", since)))
            .Should().Equal(refused ? ["F15 E employedSince"] : []);

    [Fact]
    public void Given_a_refused_number_then_the_birthday_is_not_looked_at() =>
        Sample.Findings(Sample.Working(("residentId", "1"), ("employedSince", "1990年3月8日"))).Should().Equal("F01 E residentId");

    [Theory]
    [InlineData("2020年8月31日", true)]
    [InlineData("2020年9月1日", false)]
    [InlineData("2020年9月", false)]
    [InlineData("2020年8月", true)]
    [InlineData("2020年10月3日", false)]
    public void Given_the_last_work_month_is_September_then_work_lost_before_it_warns(string since, bool warns)
    {
        var reading = Sample.Read(Sample.AtHome(("unemployedSince", since)));
        reading.Findings.Select(Sample.Short).Should().Equal(warns ? ["F15 W unemployedSince"] : []);
        reading.Form.Should().NotBeNull();
    }

    [Theory]
    [InlineData("workMonths", "2020年11月", "F12 E workMonths")]
    [InlineData("unemployedSince", "2021年1月", "F15 E unemployedSince")]
    public void Given_a_refused_date_or_month_then_they_are_not_held_against_each_other(string field, string text, string finding)
    {
        var fields = Sample.AtHome(("unemployedSince", "2020年1月"));
        fields[field] = text;
        Sample.Findings(fields).Should().Equal(finding);
    }
}
