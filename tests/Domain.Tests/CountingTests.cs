namespace Guzhang.Domain.Tests;

/// <summary>docs/dispatch-table.md, line by line.</summary>
[Trait("Req", "RPT-01")]
public sealed class CountingTests
{
    private static readonly CountingFacts AtWork = new()
    {
        Status = "normal",
        Verification = "verified",
        Ability = "ordinary",
        Working = true,
        MonthsWorked = 8,
        AnnualIncome = 28000,
        EmploymentForm = "unit",
        Industry = "general-worker",
        WorkplaceClass = "out-of-province",
    };

    private static readonly CountingFacts AtHome = new()
    {
        Status = "normal",
        Verification = "verified",
        Ability = "ordinary",
        Working = false,
        MonthsWorked = 8,
        AnnualIncome = 28000,
        NotWorkingType = "lost-work",
    };

    [Theory]
    [InlineData("in-county", 1, 3000, true)]
    [InlineData("in-county", 0.9, 3000, false)]
    [InlineData("in-county", 1, 2999.99, false)]
    [InlineData("in-county", 1.1, 3000.01, true)]
    [InlineData("out-of-county", 3, 9000, true)]
    [InlineData("out-of-county", 2.9, 9000, false)]
    [InlineData("out-of-county", 3, 8999.99, false)]
    [InlineData("out-of-prefecture", 3, 9000, true)]
    [InlineData("out-of-prefecture", 1, 3000, false)]
    [InlineData("out-of-province", 3, 9000, true)]
    [InlineData("out-of-province", 12, 8999, false)]
    public void Given_months_and_income_around_the_limits_then_at_the_limit_counts(string place, double months, double income, bool counts)
    {
        var facts = AtWork with { WorkplaceClass = place, MonthsWorked = (decimal)months, AnnualIncome = (decimal)income };
        Of(facts).Category.Should().Be(counts ? CountingCategory.Counted : CountingCategory.BelowStandard);
    }

    [Theory]
    [InlineData("in-county", 1, 3000, 1.1, 3000.01)]
    [InlineData("out-of-province", 3, 9000, 3.1, 9000.01)]
    public void Given_the_other_reading_要大于_then_the_limit_itself_does_not_count(string place, double months, double income, double moreMonths, double moreIncome)
    {
        var policy = Sample.Counting with { Comparison = Comparison.MoreThan };
        CountingCategory With(double m, double i) => Counting.Decide(
            AtWork with { WorkplaceClass = place, MonthsWorked = (decimal)m, AnnualIncome = (decimal)i }, policy).Category;
        With(months, income).Should().Be(CountingCategory.BelowStandard);
        With(moreMonths, income).Should().Be(CountingCategory.BelowStandard);
        With(months, moreIncome).Should().Be(CountingCategory.BelowStandard);
        With(moreMonths, moreIncome).Should().Be(CountingCategory.Counted);
    }

    [Theory]
    [InlineData("in-county", CountingPlace.InCounty)]
    [InlineData("out-of-county", CountingPlace.OutOfCountyInProvince)]
    [InlineData("out-of-prefecture", CountingPlace.OutOfCountyInProvince)]
    [InlineData("out-of-province", CountingPlace.OutOfProvince)]
    [InlineData(null, CountingPlace.OutOfCountyInProvince)]
    public void Given_a_workplace_then_the_column_follows(string? place, CountingPlace expected)
    {
        Of(AtWork with { WorkplaceClass = place }).Place.Should().Be(expected);
        Of(AtHome with { WorkplaceBeforeClass = place }).Place.Should().Be(expected);
    }

    [Fact]
    public void Given_someone_at_home_then_the_last_confirmed_work_leads_then_the_place_before()
    {
        var little = AtHome with { MonthsWorked = 2, AnnualIncome = 5000, WorkplaceBeforeClass = "out-of-province" };
        Of(little).Should().Be(new CountingResult(CountingCategory.BelowStandard, CountingPlace.OutOfProvince, false));
        Of(little with { LastWork = new LastWork("unit", "general-worker", "in-county") })
            .Should().Be(new CountingResult(CountingCategory.Counted, CountingPlace.InCounty, false));
        Of(little with { LastWork = new LastWork("self-employed", "other", "in-county") }).Category.Should().Be(CountingCategory.SelfEmployed);
        Of(AtHome with { LastWork = new LastWork("other", "planting", "in-county") }).Category.Should().Be(CountingCategory.Other);
    }

    [Fact]
    public void Given_someone_at_home_from_nowhere_known_then_out_of_county_limits_apply_and_never_out_of_province()
    {
        Of(AtHome).Should().Be(new CountingResult(CountingCategory.Counted, CountingPlace.OutOfCountyInProvince, false));
        Of(AtHome with { MonthsWorked = 2.9m }).Category.Should().Be(CountingCategory.BelowStandard);
    }

    [Fact]
    public void Given_present_work_then_earlier_work_does_not_matter() =>
        Of(AtWork with { LastWork = new LastWork("self-employed", "planting", "in-county") })
            .Should().Be(new CountingResult(CountingCategory.Counted, CountingPlace.OutOfProvince, true));

    [Theory]
    [InlineData("planting", "unit", true)]
    [InlineData("planting", "flexible", true)]
    [InlineData("breeding", "cooperative", true)]
    [InlineData("breeding", "workshop", true)]
    [InlineData("planting", "base", true)]
    [InlineData("planting", "public-post", true)]
    [InlineData("planting", "other", false)]
    [InlineData("breeding", "other", false)]
    [InlineData("construction", "other", true)]
    [InlineData("other", "other", true)]
    public void Given_farm_work_then_it_counts_only_where_it_is_paid_as_wages(string industry, string form, bool counts) =>
        Of(AtWork with { Industry = industry, EmploymentForm = form }).Category
            .Should().Be(counts ? CountingCategory.Counted : CountingCategory.Other);

    [Theory]
    [InlineData("paused-school", "verified")]
    [InlineData("left-dead", "verified")]
    [InlineData("normal", "unverified")]
    [InlineData("normal", "unreachable")]
    public void Given_a_state_that_is_not_normal_or_not_verified_then_it_is_otherwise_not_counted(string status, string verification) =>
        Of(AtWork with { Status = status, Verification = verification }).Category.Should().Be(CountingCategory.Other);

    [Fact]
    public void Given_several_reasons_not_to_count_then_the_first_of_the_table_is_said()
    {
        var lead = AtHome with { NotWorkingType = "never-worked", Status = "left-dead", MonthsWorked = 0, LastWork = new LastWork("self-employed", null, null) };
        Of(lead).Category.Should().Be(CountingCategory.Lead);
        var founder = AtWork with { EmploymentForm = "self-employed", Industry = "planting", Status = "left-dead", MonthsWorked = 0 };
        Of(founder).Category.Should().Be(CountingCategory.SelfEmployed);
        Of(AtWork with { Verification = "unverified", MonthsWorked = 0 }).Category.Should().Be(CountingCategory.Other);
    }

    private static CountingResult Of(CountingFacts facts) => Counting.Decide(facts, Sample.Counting);
}
