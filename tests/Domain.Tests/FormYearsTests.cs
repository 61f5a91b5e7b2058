using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

[Trait("Req", "COL-01")]
public sealed class FormYearsTests
{
    private static readonly Dictionary<int, FormYear> Years = new()
    {
        [2020] = Sample.Year,
        [2021] = new(2021, new(new(2020, 10), new(2021, 9)), new(new(2020, 10), new(2021, 12))),
    };

    [Theory]
    [InlineData("2020-07-01", 2020)]
    [InlineData("2020-09-30", 2020)]
    [InlineData("2020-10-01", 2021)]
    [InlineData("2019-01-01", 2020)]
    public void Given_a_day_then_its_year_is_the_last_whose_boxes_have_begun(string day, int year) =>
        Years.At(DateOnly.Parse(day, null)).Should().Be(year);

    [Theory]
    [InlineData("2021", 2021)]
    [InlineData("2021年度", 2021)]
    [InlineData("２０２１", 2021)]
    [InlineData("2 021 年", 2021)]
    [InlineData("", 2020)]
    [InlineData(null, 2020)]
    [InlineData("明年", 2020)]
    [InlineData("2035", 2020)]
    public void Given_a_year_as_people_write_it_then_it_is_that_and_without_one_that_of_today(string? text, int year) =>
        Years.Of(text, new DateOnly(2020, 7, 1)).Year.Should().Be(year);

    [Theory]
    [InlineData("2020年度", true)]
    [InlineData("２０２０", true)]
    [InlineData("2021", false)]
    [InlineData("年度", false)]
    public void Given_the_year_of_a_form_then_it_is_read_the_same_way(string text, bool good) =>
        Sample.Findings(Sample.Working(("formYear", text))).Should().Equal(good ? [] : ["F06 E formYear"]);
}
