using System.Globalization;
using Guzhang.Contracts.Collection;

namespace Guzhang.Subsidy.Tests;

/// <summary>The demo's policy, condition by condition: what the list and the explanation say of people with a confirmed form.</summary>
[Trait("Req", "SUB-02")]
[Trait("Req", "SUB-14")]
public sealed class ScreeningTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    /// <summary>In another province for seven months, found work with help: meets everything on 12 October 2020.</summary>
    private static FormFacts Everything => Person.Away("out-of-province") with { EmployedSince = "2020-03-02", Helped = true, HelpedOn = "2020-03", OrganisedExport = "none" };

    private static Person With(FormFacts facts) => Person.New() with { Facts = facts };

    [Fact]
    public async Task Given_a_confirmed_person_who_meets_everything_then_both_lists_have_them_with_every_condition_in_words()
    {
        var person = With(Everything);
        var screened = await host.Confirmed(person);

        screened.Values.Select(s => (s.Scheme, s.Name, s.Qualifies)).Should()
            .BeEquivalentTo([("transport", "转移就业交通补贴", true), ("job-seeking", "一次性求职创业补贴", true)]);
        foreach (var scheme in new[] { "transport", "job-seeking" })
        {
            var line = (await host.Qualifying(scheme)).Single(l => l.Laborer == person.Laborer);
            line.Should().BeEquivalentTo(new { person.Town, person.Village, Qualifies = true, FormVersion = 1, Since = host.Collection.Now });
            line.Conditions.Should().BeEquivalentTo(screened[scheme].Answers[0].Conditions).And.AllSatisfy(c => c.Met.Should().BeTrue());
        }

        screened["transport"].Answers[0].Says.Should().MatchRegex("^按政策 2020-demo-1/[0-9a-f]{12}\\+2020-2/[0-9a-f]{12}\\+2020-1/[0-9a-f]{12}，依据第1版采集表：符合转移就业交通补贴的全部条件。$");
        screened["transport"].Answers[0].Conditions.Select(c => c.Says).Should().Equal(
            "采集表日期在补贴政策有效期内（2020-01-01 起）：符合（采集表日期：2020-10-12）。",
            "当前状态正常（按最新专班确认的采集表）：符合（当前状态：正常贫困劳动力）。",
            "计入外出务工贫困劳动力（年度累计务工不少于3个月，收入不少于9000元）：符合（年度累计务工时间：6个月，年度务工收入：20000元，务工地点：省外）。",
            "现在务工，务工地点为县外州内、州外省内、省外：符合（务工地点：省外）。",
            "到采集表日期，在现单位就业满3个月（只填年月的，从当月1日起算）：符合（就业时间：2020-03-02，采集表日期：2020-10-12）。",
            "本年度未领取过该项补贴：符合（补贴发放台账无记录）。");
        screened["job-seeking"].Says("helped-or-organised").Should().Be(
            "经帮扶实现就业，或有组织劳务输出（专车、专列点对点输送、免费专场招聘会）：符合（经帮扶实现就业：是，有组织劳务输出：无）。");
    }

    [Theory]
    [InlineData("out-of-county", "2020-07-12", null)]
    [InlineData("out-of-prefecture", "2020-07-12", null)]
    [InlineData("out-of-province", "2020-07-13", "employed-for")]
    [InlineData("out-of-province", "2020-07", null)]
    [InlineData("out-of-province", "2020-08", "employed-for")]
    [InlineData("out-of-province", null, "employed-for")]
    [InlineData("in-county", "2020-03-02", "working-away")]
    public async Task Given_place_and_length_of_employment_then_the_transport_subsidy_goes_by_both(string place, string? since, string? missed)
    {
        var screened = await host.Confirmed(With(Everything with { WorkplaceClass = place, EmployedSince = since }));

        screened["transport"].Qualifies.Should().Be(missed is null);
        screened["transport"].Missed.Should().Equal(missed is null ? [] : [missed]);
        screened["job-seeking"].Qualifies.Should().BeTrue();
    }

    [Fact]
    public async Task Given_three_months_that_end_between_form_and_confirmation_then_they_are_counted_up_to_the_form()
    {
        var person = With(Everything with { EmployedSince = "2020-07-14" });
        var before = host.Collection.Now;
        await host.Collection.Publish(person.Submitted());
        host.Collection.Now = before.AddDays(5);
        await host.Collection.Publish(person.Confirmed());
        var screened = await host.Screening(person);

        screened["transport"].Missed.Should().Equal("employed-for");
        screened["transport"].Says("employed-for").Should().Contain("不符合（就业时间：2020-07-14，采集表日期：2020-10-12）");
        screened["transport"].Answers[0].At.Should().Be(before.AddDays(5), "the answer is recorded when the form was confirmed");

        // The next form is of a later day.
        (await host.Confirmed(person, 2))["transport"].Qualifies.Should().BeTrue();
        host.Collection.Now = before;
    }

    [Theory]
    [InlineData(null, null, "不符合（经帮扶实现就业：未填，有组织劳务输出：未填）")]
    [InlineData(false, "none", "不符合（经帮扶实现就业：否，有组织劳务输出：无）")]
    [InlineData(false, "job-fair", "：符合（经帮扶实现就业：否，有组织劳务输出：免费专场招聘会）")]
    [InlineData(null, "point-to-point", "：符合（经帮扶实现就业：未填，有组织劳务输出：专车、专列点对点输送）")]
    [InlineData(true, "none", "：符合（经帮扶实现就业：是，有组织劳务输出：无）")]
    public async Task Given_help_or_an_organised_export_then_the_job_seeking_subsidy_goes_by_either(bool? helped, string? export, string says)
    {
        var screened = await host.Confirmed(With(Everything with { Helped = helped, OrganisedExport = export }));

        screened["job-seeking"].Says("helped-or-organised").Should().Contain(says);
        screened["job-seeking"].Qualifies.Should().Be(helped == true || export is "job-fair" or "point-to-point");
    }

    [Theory]
    [InlineData(2.9, 20000, "年度累计务工时间：2.9个月，年度务工收入：20000元，务工地点：省外")]
    [InlineData(6, 8999.99, "年度累计务工时间：6个月，年度务工收入：8999.99元，务工地点：省外")]
    public async Task Given_somebody_below_the_standard_then_neither_scheme_and_the_figures_say_why(double months, double income, string why)
    {
        var screened = await host.Confirmed(With(Everything with { MonthsWorked = (decimal)months, AnnualIncome = (decimal)income }));

        screened.Values.Should().AllSatisfy(s => s.Missed.Should().Equal("counted"));
        screened["transport"].Says("counted").Should().EndWith($"：不符合（{why}）。");
    }

    [Fact]
    public async Task Given_somebody_who_founded_a_business_then_the_form_of_employment_says_why_they_do_not_count()
    {
        var screened = await host.Confirmed(With(Everything with { EmploymentForm = "self-employed" }));

        screened["transport"].Says("counted").Should().EndWith("：不符合（就业形式：自主创业）。");
    }

    [Fact]
    public async Task Given_somebody_at_home_who_counts_then_the_transport_subsidy_is_missed_because_they_do_not_work()
    {
        var screened = await host.Confirmed(With(Person.Home("out-of-province")));

        screened["transport"].Missed.Should().Equal("working-away", "employed-for");
        screened["transport"].Says("working-away").Should().EndWith("：不符合（是否务工：否）。");
        screened["job-seeking"].Missed.Should().Equal("helped-or-organised");
    }

    [Theory]
    [InlineData("left-dead", "永久退出(死亡)")]
    [InlineData("paused-prison", "暂时退出(服刑)")]
    [Trait("Req", "COL-07")]
    public async Task Given_somebody_who_qualified_when_a_confirmed_form_says_they_left_then_subsidies_stop_and_why_is_kept(string status, string label)
    {
        var person = With(Everything);
        (await host.Confirmed(person))["transport"].Qualifies.Should().BeTrue();

        var screened = await host.Confirmed(person with { Facts = Everything with { Status = status } }, 2);

        screened.Values.Should().AllSatisfy(s => (s.Qualifies, s.Answers.Count).Should().Be((false, 2)));
        screened["transport"].Says("counted").Should().EndWith($"：不符合（当前状态：{label}）。");
        screened["transport"].Answers[1].Should().BeEquivalentTo(new { Qualifies = true, FormVersion = 1 });
        (await host.Qualifying("transport")).Should().NotContain(l => l.Laborer == person.Laborer);
        (await host.Qualifying("transport", "&state=not-qualifying")).Should().Contain(l => l.Laborer == person.Laborer);
    }

    [Fact]
    public async Task Given_somebody_at_home_then_the_answer_names_the_form_that_says_what_the_work_was()
    {
        var (away, home) = (Everything with { WorkplaceClass = "in-county", MonthsWorked = 1, AnnualIncome = 3000 }, Person.Home("out-of-province") with { MonthsWorked = 1, AnnualIncome = 3000 });
        var (counted, founder) = (With(away), With(away with { EmploymentForm = "self-employed" }));
        await host.Confirmed(counted);
        await host.Confirmed(founder);

        (await host.Confirmed(counted with { Facts = home }, 2))["job-seeking"].Says("counted").Should().Be(
            "计入外出务工贫困劳动力（年度累计务工不少于1个月，收入不少于3000元）：符合（年度累计务工时间：1个月，年度务工收入：3000元，务工地点：县内（第1版采集表））。");
        (await host.Confirmed(founder with { Facts = home }, 2))["job-seeking"].Says("counted").Should().EndWith("：不符合（就业形式：自主创业（第1版采集表））。");
        (await host.Said(founder, "job-seeking"))[^1].Conditions.Single(c => c.Condition == "counted").Facts.Should().Equal(
            new Contracts.Subsidy.DecidingFact("employmentForm", "self-employed", 1));
    }

    [Fact]
    public async Task Given_forms_of_several_months_then_the_list_follows_and_each_answer_stays_with_its_form()
    {
        var person = With(Everything with { EmployedSince = "2020-10-01" });
        await host.Confirmed(person);
        await host.Confirmed(person with { Facts = Everything }, 2);
        var screened = await host.Confirmed(person with { Facts = Person.Home("out-of-province") }, 3);

        screened["transport"].Answers.Select(a => (a.FormVersion, a.Qualifies)).Should().Equal((3, false), (2, true), (1, false));
        screened["transport"].Answers[2].Conditions.Single(c => !c.Met).Says.Should().Contain("就业时间：2020-10-01");
        var said = await host.Said(person, "transport");
        said.Select(s => (s.FormVersion, s.Qualifies)).Should().Equal((1, false), (2, true), (3, false));
    }

    [Fact]
    public async Task Given_a_form_that_is_not_confirmed_then_nobody_is_screened_and_the_explanation_says_so()
    {
        var (waiting, marker) = (With(Everything), With(Everything));
        await host.Collection.Publish(waiting.Submitted(), waiting.Submitted(2));
        await host.Confirmed(marker);

        using var reader = await host.As("collector");
        var answer = await Eventually.Get(
            async () =>
            {
                using var got = await reader.GetAsync(new Uri($"laborers/{waiting.Laborer}/screening", UriKind.Relative));
                return got.IsSuccessStatusCode ? await got.Content.ReadAsStringAsync() : "";
            },
            text => text.Length > 0);
        answer.Should().Contain("尚未经专班确认");
        (await host.Published(waiting)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_a_form_of_another_year_then_it_is_a_list_of_its_own()
    {
        var person = With(Everything);
        await host.Collection.Publish(person.Submitted(1, year: 2019), person.Confirmed(1, year: 2019));
        await host.Screening(person);

        (await host.Qualifying("transport", "&formYear=2019")).Should().ContainSingle(l => l.Laborer == person.Laborer);
        (await host.Qualifying("transport")).Should().NotContain(l => l.Laborer == person.Laborer);
    }

    [Fact]
    public async Task Given_the_same_messages_twice_then_nothing_is_answered_twice()
    {
        var person = With(Everything);
        await host.Confirmed(person);

        await host.Collection.PublishAllAgain();
        // Behind all that on every partition: a marker.
        foreach (var marker in Enumerable.Range(0, 12).Select(_ => With(Everything)).ToList())
        {
            await host.Confirmed(marker);
        }

        (await host.Published(person)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Given_a_scheme_not_yet_in_force_on_the_day_of_the_form_then_that_is_why()
    {
        var before = host.Collection.Now;
        host.Collection.Now = DateTimeOffset.Parse("2019-12-31T23:59:00+08:00", CultureInfo.InvariantCulture);
        var screened = await host.Confirmed(With(Everything));
        host.Collection.Now = before;

        screened["transport"].Answers[0].Conditions.Select(c => c.Says).Should().Equal(
            "采集表日期在补贴政策有效期内：不符合（采集表日期：2019-12-31）。", "当前状态正常（按最新专班确认的采集表）：符合（当前状态：正常贫困劳动力）。");
    }
}
