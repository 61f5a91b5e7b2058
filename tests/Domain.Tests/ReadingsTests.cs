using CsCheck;
using Guzhang.Domain.Forms;

namespace Guzhang.Domain.Tests;

/// <summary>The same facts under another reading of the plan: each setting of counting.json changes who counts.</summary>
[Trait("Req", "RPT-01")]
public sealed class ReadingsTests
{
    private static readonly CountingFacts AtWork = new()
    {
        Status = "normal",
        Verification = "verified",
        Ability = "ordinary",
        Working = true,
        MonthsWorked = 3,
        AnnualIncome = 9000,
        EmploymentForm = "unit",
        Industry = "general-worker",
        WorkplaceClass = "out-of-county",
    };

    private static readonly CountingFacts AtHome = AtWork with
    {
        Working = false,
        EmploymentForm = null,
        Industry = null,
        WorkplaceClass = null,
        NotWorkingType = "lost-work",
        WorkplaceBeforeClass = "out-of-province",
        LastWork = new LastWork("unit", "general-worker", "in-county"),
    };

    public static TheoryData<string, CountingFacts, CountingPolicy, CountingCategory, CountingCategory> Readings()
    {
        var plan = Sample.Counting;
        return new()
        {
            { "要大于 instead of 不少于", AtWork, plan with { Comparison = Comparison.MoreThan }, CountingCategory.Counted, CountingCategory.BelowStandard },
            { "months or income instead of both", AtWork with { MonthsWorked = 2 }, plan with { MonthsAndIncome = Demand.Either }, CountingCategory.BelowStandard, CountingCategory.Counted },
            { "income or months instead of both", AtWork with { AnnualIncome = 8999 }, plan with { MonthsAndIncome = Demand.Either }, CountingCategory.BelowStandard, CountingCategory.Counted },
            { "limits of the county for the prefecture too", AtWork with { MonthsWorked = 1, AnnualIncome = 3000 }, plan with { Limits = With("out-of-county", 1, 3000) }, CountingCategory.BelowStandard, CountingCategory.Counted },
            { "other limits for another province", AtWork with { WorkplaceClass = "out-of-province" }, plan with { Limits = With("out-of-province", 6, 18000) }, CountingCategory.Counted, CountingCategory.BelowStandard },
            { "limits of the county where nothing tells the place", AtWork with { WorkplaceClass = null, MonthsWorked = 1, AnnualIncome = 3000 }, plan with { Limits = With("unknown", 1, 3000) }, CountingCategory.BelowStandard, CountingCategory.Counted },
            { "外出 as outside the county", AtWork with { WorkplaceClass = "in-county" }, plan with { PlacesThatCount = Without(plan.PlacesThatCount, "in-county") }, CountingCategory.Counted, CountingCategory.Other },
            { "the place before leads, not the last confirmed work", AtHome with { MonthsWorked = 1, AnnualIncome = 3000 }, plan with { PlaceOfSomebodyAtHome = HomePlace.BeforeThenLast }, CountingCategory.Counted, CountingCategory.BelowStandard },
            { "no earlier place leads", AtHome with { MonthsWorked = 1, AnnualIncome = 3000 }, plan with { PlaceOfSomebodyAtHome = HomePlace.Unknown }, CountingCategory.Counted, CountingCategory.BelowStandard },
            { "people home now don't count", AtHome, plan with { HomeNowCounts = false }, CountingCategory.Counted, CountingCategory.Other },
            { "people who left for school count", AtWork with { Status = "paused-school" }, plan with { StatusesThatCount = new HashSet<string> { "normal", "paused-school" } }, CountingCategory.Other, CountingCategory.Counted },
            { "unverified people count", AtWork with { Verification = "unverified" }, plan with { VerificationsThatCount = new HashSet<string> { "verified", "unverified" } }, CountingCategory.Other, CountingCategory.Counted },
            { "弱劳动力 left out", AtWork with { Ability = "weak" }, plan with { AbilitiesThatCount = new HashSet<string> { "ordinary", "skilled" } }, CountingCategory.Counted, CountingCategory.Other },
            { "farming the own land counts", AtWork with { Industry = "planting", EmploymentForm = "other" }, plan with { IndustriesOfFarming = new HashSet<string>() }, CountingCategory.Other, CountingCategory.Counted },
            { "paid farm work in a cooperative doesn't count", AtWork with { Industry = "planting", EmploymentForm = "cooperative" }, plan with { EmploymentFormsOfWages = Without(plan.EmploymentFormsOfWages, "cooperative") }, CountingCategory.Counted, CountingCategory.Other },
            { "自主创业 counts", AtWork with { EmploymentForm = "self-employed" }, plan with { SelfEmployedApart = false }, CountingCategory.SelfEmployed, CountingCategory.Counted },
            { "leads go by the standard", AtHome with { NotWorkingType = "never-worked", MonthsWorked = 0, AnnualIncome = 0 }, plan with { NeverWorkedApart = false }, CountingCategory.Lead, CountingCategory.BelowStandard },
        };
    }

    [Theory]
    [MemberData(nameof(Readings))]
    public void Given_the_same_facts_then_another_reading_gives_another_figure(
        string reading, CountingFacts facts, CountingPolicy other, CountingCategory planned, CountingCategory otherwise)
    {
        Counting.Decide(facts, Sample.Counting).Category.Should().Be(planned, reading);
        Counting.Decide(facts, other).Category.Should().Be(otherwise, reading);
    }

    [Fact]
    public void Given_the_readings_of_the_place_at_home_then_the_column_follows()
    {
        CountingPlace Column(HomePlace reading, CountingFacts facts) =>
            Counting.Decide(facts, Sample.Counting with { PlaceOfSomebodyAtHome = reading }).Place;

        Column(HomePlace.LastThenBefore, AtHome).Should().Be(CountingPlace.InCounty);
        Column(HomePlace.BeforeThenLast, AtHome).Should().Be(CountingPlace.OutOfProvince);
        Column(HomePlace.BeforeThenLast, AtHome with { WorkplaceBeforeClass = null }).Should().Be(CountingPlace.InCounty);
        Column(HomePlace.Unknown, AtHome).Should().Be(CountingPlace.OutOfCountyInProvince);
        Column(HomePlace.LastThenBefore, AtHome with { LastWork = null }).Should().Be(CountingPlace.OutOfProvince);
    }

    [Fact]
    public void Given_policies_with_dates_of_validity_then_a_form_year_goes_by_the_one_valid_at_the_end_of_its_window()
    {
        var file = Sample.File("guzhang/counting.json");
        var policy = file[file.IndexOf("    {", StringComparison.Ordinal)..file.LastIndexOf(']')];
        var next = policy.Replace("2019-10-01", "2020-10-01", StringComparison.Ordinal).Replace("atLeast", "moreThan", StringComparison.Ordinal);
        var ended = policy.Replace("\"validTo\": null", "\"validTo\": \"2020-09-30\"", StringComparison.Ordinal);
        string Joined(string first) => $"{{\"version\":\"2021-1\",\"policies\":[{next},{first}]}}";
        var later = new FormYear(2021, new MonthSpan(new YearMonth(2020, 10), new YearMonth(2021, 9)), new MonthSpan(new YearMonth(2020, 10), new YearMonth(2021, 12)));

        var policies = CountingPolicies.Parse(Joined(ended));

        policies.For(Sample.Year).Comparison.Should().Be(Comparison.AtLeast);
        policies.For(later).Comparison.Should().Be(Comparison.MoreThan);
        var overlapping = () => CountingPolicies.Parse(Joined(policy));
        overlapping.Should().Throw<FormatException>();
        var none = () => CountingPolicies.Parse($"{{\"version\":\"2021-1\",\"policies\":[{next}]}}").For(Sample.Year);
        none.Should().Throw<FormatException>().WithMessage("*2020-09-30*");
    }

    [Theory]
    [InlineData("atLeast", "about")]
    [InlineData("\"normal\"", "\"fine\"")]
    [InlineData("\"homeNow\"", "\"homeNever\"")]
    [InlineData("\"weak\"", "\"weak\", \"lazy\"")]
    [InlineData("\"months\": 1,", "")]
    [InlineData("\"months\": 1,", "\"months\": \"one\",")]
    [InlineData("\"2019-10-01\"", "\"October\"")]
    [InlineData("\"homeNow\": \"counts\",", "")]
    public void Given_a_setting_that_is_missing_unknown_or_unreadable_then_the_file_is_not_taken(string good, string bad)
    {
        var act = () => CountingPolicies.Parse(Sample.File("guzhang/counting.json").Replace(good, bad, StringComparison.Ordinal));

        act.Should().Throw<FormatException>().Which.Message.Should().MatchRegex("^counting[.]json：.*[一-龥]");
    }

    private static readonly Gen<CountingFacts> Facts =
        from working in Gen.Bool
        from months in Gen.Int[0, 120].Select(m => m / 10m)
        from income in Gen.Int[0, 40_000]
        from status in Gen.Int[0, 1]
        from form in Gen.Int[0, Choices.All<EmploymentForm>().Count - 1]
        from industry in Gen.Int[0, Choices.All<Industry>().Count - 1]
        from place in Gen.Int[0, 4]
        from before in Gen.Int[0, 4]
        from never in Gen.Int[0, 4]
        select AtWork with
        {
            Working = working,
            MonthsWorked = months,
            AnnualIncome = income,
            Status = status == 0 ? "normal" : "left-dead",
            EmploymentForm = working ? Choices.All<EmploymentForm>()[form].Code : null,
            Industry = working ? Choices.All<Industry>()[industry].Code : null,
            WorkplaceClass = working ? Place(place) : null,
            WorkplaceBeforeClass = Place(before),
            NotWorkingType = working ? null : never == 0 ? "never-worked" : "lost-work",
            LastWork = working || place == 4 ? null : new LastWork(Choices.All<EmploymentForm>()[form].Code, "other", Place(place)),
        };

    [Fact]
    public void Given_anybody_who_counts_then_more_months_and_more_income_count_as_well() =>
        Gen.Select(Facts, Gen.Int[0, 50], Gen.Int[0, 10_000]).Sample((facts, months, income) =>
            Counting.Decide(facts, Sample.Counting).Category != CountingCategory.Counted
            || Counting.Decide(facts with { MonthsWorked = facts.MonthsWorked + (months / 10m), AnnualIncome = facts.AnnualIncome + income }, Sample.Counting).Category == CountingCategory.Counted);

    [Fact]
    public void Given_anybody_then_要大于_counts_nobody_whom_不少于_does_not_and_或_everybody_whom_且_does() =>
        Facts.Sample(facts =>
        {
            bool Counts(CountingPolicy policy) => Counting.Decide(facts, policy).Category == CountingCategory.Counted;
            var plan = Counts(Sample.Counting);
            return (plan || !Counts(Sample.Counting with { Comparison = Comparison.MoreThan }))
                && (!plan || Counts(Sample.Counting with { MonthsAndIncome = Demand.Either }));
        });

    [Fact]
    public void Given_anybody_then_a_reading_of_limits_moves_them_between_counted_and_below_the_standard_only() =>
        Gen.Select(Facts, Gen.Int[0, 12], Gen.Int[0, 40_000]).Sample((facts, months, income) =>
        {
            var (a, b) = (Counting.Decide(facts, Sample.Counting), Counting.Decide(facts, Sample.Counting with { Limits = Everywhere(months, income) }));
            bool Measured(CountingResult r) => r.Category is CountingCategory.Counted or CountingCategory.BelowStandard;
            return a.Place == b.Place && Measured(a) == Measured(b) && (Measured(a) || a.Category == b.Category);
        });

    private static string? Place(int i) => i < 4 ? Choices.All<PlaceClass>()[i].Code : null;

    private static Dictionary<string, CountingLimit> Everywhere(decimal months, decimal income) =>
        Sample.Counting.Limits.ToDictionary(l => l.Key, _ => new CountingLimit(months, income));

    private static Dictionary<string, CountingLimit> With(string place, decimal months, decimal income) =>
        new(Sample.Counting.Limits) { [place] = new CountingLimit(months, income) };

    private static HashSet<string> Without(IReadOnlySet<string> codes, string code) => [.. codes.Where(c => c != code)];
}
