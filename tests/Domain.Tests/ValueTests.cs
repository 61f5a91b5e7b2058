namespace Guzhang.Domain.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("2020年3月15日", "2020-03-15")]
    [InlineData("2020-3-15", "2020-03-15")]
    [InlineData("2020/03/15", "2020-03-15")]
    [InlineData("2020.3.15", "2020-03-15")]
    [InlineData("20200315", "2020-03-15")]
    [InlineData("2020-03-15T00:00:00", "2020-03-15")]
    [InlineData("2020/3/15 0:00:00", "2020-03-15")]
    [InlineData("２０２０年３月", "2020-03")]
    [InlineData("2020-03", "2020-03")]
    [InlineData("202003", "2020-03")]
    public void Given_a_date_as_people_write_it_when_read_then_its_precision_is_kept(string text, string expected)
    {
        PartialDate.TryParse(text, out var date).Should().BeTrue();
        date.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("2020")]
    [InlineData("2020-13")]
    [InlineData("2020-00")]
    [InlineData("2020-02-30")]
    [InlineData("20200230")]
    [InlineData("2020-3-15-2")]
    [InlineData("去年三月")]
    [InlineData("-2020-3")]
    [InlineData("99999999999999")]
    public void Given_what_is_no_date_when_read_then_it_is_refused(string? text) =>
        PartialDate.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Given_a_month_then_it_means_any_of_its_days()
    {
        PartialDate.TryParse("2020-02", out var month).Should().BeTrue();
        month.Earliest.Should().Be(new DateOnly(2020, 2, 1));
        month.Latest.Should().Be(new DateOnly(2020, 2, 29));
        PartialDate.TryParse("2020-02-10", out var day).Should().BeTrue();
        day.Earliest.Should().Be(day.Latest);
    }

    [Fact]
    public void Given_months_then_they_are_ordered_and_added_across_years()
    {
        var december = new YearMonth(2019, 12);
        december.AddMonths(1).Should().Be(new YearMonth(2020, 1));
        december.AddMonths(-12).Should().Be(new YearMonth(2018, 12));
        (december < new YearMonth(2020, 1) && december <= new YearMonth(2019, 12) && december > new YearMonth(2019, 11)).Should().BeTrue();
        new YearMonth(2020, 2).Days.Should().Be(29);
        december.ToString().Should().Be("2019-12");
    }

    [Theory]
    [InlineData("3500", "3500")]
    [InlineData("3,500.50元", "3500.5")]
    [InlineData("￥３５００", "3500")]
    [InlineData("-1", "-1")]
    public void Given_an_amount_when_read_then_it_is_yuan_to_the_fen(string text, string expected)
    {
        Yuan.TryParse(text, out var yuan).Should().BeTrue();
        yuan.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("3500.005")]
    [InlineData("三千")]
    [InlineData("")]
    [InlineData("1e3")]
    public void Given_what_is_no_amount_when_read_then_it_is_refused(string text) => Yuan.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Given_equal_items_then_value_lists_are_equal_and_hash_alike()
    {
        ValueList<int> a = [1, 2, 3];
        ValueList<int> b = [1, 2, 3];
        ValueList<int> c = [3, 2, 1];
        a.Should().Equal(b);
        a.Equals(b).Should().BeTrue();
        a.GetHashCode().Should().Be(b.GetHashCode());
        a.Equals(c).Should().BeFalse();
    }
}
