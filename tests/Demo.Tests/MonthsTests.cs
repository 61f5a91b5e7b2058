using AwesomeAssertions;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;
using Guzhang.Demo.History;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The months after the initial collection: what happens in them, and that none of it hangs on a minute.</summary>
[Trait("Req", "RPT-02")]
public sealed class MonthsTests
{
    private static readonly IReadOnlyList<Moment> Moments = CountyTests.MomentsOfDefaultCounty;

    [Fact]
    public void Given_the_months_each_kind_of_news_is_among_them()
    {
        var after = Moments.Skip(1).ToList();
        var rows = after.SelectMany(m => m.Workbook).ToList();
        rows.Count.Should().BeInRange(700, 2000);
        rows.Count(r => r.Cells[L.Returned] == "是" && r.Cells[L.Working] == "否").Should().BeGreaterThan(200, "returnees who lost their jobs");
        rows.Count(r => r.Cells[L.Status].StartsWith("暂时退出", StringComparison.Ordinal)).Should().BeGreaterThan(20);
        rows.Count(r => r.Cells[L.Status].StartsWith("永久退出", StringComparison.Ordinal)).Should().BeGreaterThan(10);
        after.SelectMany(m => m.Reports).Select(r => (r.By, r.NotPicky)).Distinct().Should().HaveCount(8, "each who may report, willing and 不挑不拣 or not");
        after.SelectMany(m => m.Starts).Select(s => s.Evidence).Distinct().Should().HaveCount(3);
        after.SelectMany(m => m.Ends).Select(e => e.Reason).Distinct().Should().HaveCount(2);
        after.SelectMany(m => m.Session?.Except.Values ?? []).Distinct().Should().Contain([Verdict.Leave, Verdict.Return]);
        Moments[^1].Erased.Should().NotBeEmpty();
        Moments.Where(m => m.Closes is not null).Select(m => m.Closes).Should().Equal("2020-10", "2020-11", "2020-12");
    }

    [Fact]
    public void Given_the_follow_ups_whatever_ends_one_or_closes_a_month_is_half_an_hour_clear_of_72_hours()
    {
        var ledger = new Ledger();
        foreach (var moment in Moments)
        {
            var open = ledger.People.Select(p => p.Open).OfType<FollowUp>().ToList();
            ledger.Take(moment);
            open.Should().AllSatisfy(f => (moment.At - f.ReportedAt - TimeSpan.FromHours(72)).Duration().Should().BeGreaterThanOrEqualTo(TimeSpan.FromMinutes(30)));
        }

        ledger.People.Select(p => p.Open).OfType<FollowUp>().Should().AllSatisfy(
            f => (ledger.Now - f.ReportedAt).Should().BeGreaterThan(TimeSpan.FromHours(73), "time moves no figure any more"));
    }

    [Fact]
    public void Given_the_months_every_new_column_moves_from_each_to_the_next()
    {
        var tables = CountyTests.KnownAnswersOfDefaultCounty.Months.Select(m => m.Table).Prepend(CountyTests.KnownAnswersOfDefaultCounty.Table).ToList();
        foreach (var column in new[] { "counted", "qualifiesTransport", "casesOpen", "casesInTime", "casesBreach", "returned", "withWarnings" })
        {
            tables.Select(t => t.Total.Figures[column]).Distinct().Count().Should().BeGreaterThanOrEqualTo(3, column);
        }
    }

    [Theory]
    [InlineData("F02 E"), InlineData("F15 E"), InlineData("F16 E"), InlineData("F20 E"), InlineData("F03 W"), InlineData("F11 W"), InlineData("F14 W")]
    [InlineData("F15 W"), InlineData("F16 W"), InlineData("F17 W"), InlineData("F18 W"), InlineData("F19 W")]
    public void Given_a_rule_that_the_initial_collection_keeps_a_dozen_rows_of_the_months_break_it(string rule) =>
        CountyTests.KnownAnswersOfDefaultCounty.RowsByRule.Single(r => r.Key.ToString() == rule).Value.Should().BeGreaterThanOrEqualTo(12);

    [Fact]
    public void Given_a_small_county_its_months_are_made_too()
    {
        var small = Months.Of(new County(7, 2500).Make(), 7);

        KnownAnswers.Of(small).Months.Should().HaveCount(3);
    }
}
