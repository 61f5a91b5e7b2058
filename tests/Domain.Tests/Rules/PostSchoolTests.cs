namespace Guzhang.Domain.Tests.Rules;

[Trait("Req", "F14")]
public sealed class PostSchoolTests
{
    [Theory]
    [InlineData("初中", "2015年9月", false)] // five years ago last month
    [InlineData("初中", "2015年11月", true)] // five years next month
    [InlineData("高中", "2016年6月", true)]
    [InlineData("高中", "2014年6月", false)]
    [InlineData("高中", "2020年6月", true)]
    [InlineData("高中", "2020年11月", false)] // has yet to graduate
    [InlineData("初中", "不适用", false)] // left without finishing
    [InlineData("中职", "2019年6月", false)]
    [InlineData("大专", "2019年6月", false)]
    [InlineData("本科及以上", "2019年6月", false)]
    [InlineData("小学", "2019年6月", false)]
    [InlineData("文盲或半文盲", "", false)]
    public void Given_education_and_graduation_then_the_tick_that_differs_warns_either_way(string education, string graduated, bool derived)
    {
        string[] Of(string tick) => Sample.Findings(Sample.Working(("education", education), ("graduatedOn", graduated), ("postSchool", tick)));

        Of(derived ? "是" : "否").Should().BeEmpty();
        Of(derived ? "否" : "是").Should().Equal("F14 W postSchool");
    }

    [Theory]
    [InlineData("2015年10月")] // five years today or later this month
    [InlineData("2020年10月")] // this month
    public void Given_it_hangs_on_the_day_of_the_month_then_either_tick_is_good(string graduated)
    {
        foreach (var tick in (string[])["是", "否"])
        {
            Sample.Findings(Sample.Working(("graduatedOn", graduated), ("postSchool", tick))).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("2015年6月15日", "否")]
    [InlineData("2016年6月15日", "是")]
    public void Given_a_day_where_a_month_is_asked_for_then_the_month_is_taken(string graduated, string tick) =>
        Sample.Findings(Sample.Working(("graduatedOn", graduated), ("postSchool", tick))).Should().BeEmpty();

    [Fact]
    public void Given_somebody_out_of_reach_whose_graduation_is_not_known_then_either_tick_is_good()
    {
        var fields = Sample.OutOfReach();
        (fields["graduatedOn"], fields["postSchool"]) = ("无法获取", "是");
        Sample.Findings(fields).Should().BeEmpty();
    }

    [Theory]
    [InlineData("education", "博士", "F06 E education")]
    [InlineData("graduatedOn", "毕业", "F06 E graduatedOn")]
    [InlineData("postSchool", "也许", "F06 E postSchool")]
    public void Given_a_refused_field_then_the_tick_is_not_held_against_it(string field, string text, string finding) =>
        Sample.Findings(Sample.Working(("postSchool", "是"), ("graduatedOn", "2014年6月"), (field, text))).Should().Equal(finding);
}
