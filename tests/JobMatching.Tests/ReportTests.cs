using System.Net;

namespace Guzhang.JobMatching.Tests;

/// <summary>Reports of their own: by town, work team, collector or the person, signed in by an officer.</summary>
[Trait("Req", "JOB-01")]
public sealed class ReportTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    private static object Report(Person person, string by = "town", bool notPicky = true, string? returnedOn = "2020-10-11", string? outOfWorkSince = "2020-10") =>
        new { laborer = person.Laborer, reportedBy = by, returnedOn, outOfWorkSince, willing = true, notPicky };

    [Theory]
    [InlineData("town", "town-clerk", "镇")]
    [InlineData("work-team", "collector", "驻村工作队")]
    [InlineData("person", "hr-bureau", "本人")]
    public async Task Given_somebody_on_record_when_reported_then_a_case_is_open_at_once(string by, string role, string who)
    {
        var person = Person.New();
        await host.Known(person);

        var opened = await host.Do("reports", Report(person, by), role, "reporter-1");

        opened.Should().BeEquivalentTo(new { person.Laborer, State = "open", NotPicky = true, ReturnedOn = "2020-10-11", OutOfWorkSince = "2020-10" });
        opened.FirstReportedAt.Should().BeOnOrAfter(host.Collection.Now).And.BeBefore(host.Collection.Now.AddHours(1));
        opened.FirstReportedAt.Offset.Should().Be(TimeSpan.FromHours(8));
        var first = (await host.History(opened)).Steps.Should().ContainSingle().Subject;
        first.Says.Should().Be($"{who}首次报告：在家、失业、有就业意愿；返乡时间 2020-10-11，失业时间 2020-10，不挑不拣，应在72小时内上岗。自此刻起计时。");
        first.By.Should().Be("reporter-1");
    }

    [Fact]
    public async Task Given_an_open_case_when_reported_again_then_it_is_noted_in_it()
    {
        var person = Returnees.New(notPicky: false);
        await host.Known(person);
        var opened = await host.CaseOf(person);

        var (status, _) = await host.Post("reports", Report(person, "person", notPicky: false));

        status.Should().Be(HttpStatusCode.OK);
        (await host.CaseOf(person)).Should().BeEquivalentTo(opened);
        (await host.History(opened)).Says.Last().Should().Be("本人再次报告：记入本案，时限不变。");
    }

    [Fact]
    public async Task Given_reports_of_the_same_person_at_the_same_time_then_one_opens_the_case()
    {
        var person = Person.New();
        await host.Known(person);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Post("reports", Report(person))));

        answers.Select(a => a.Status).Should().BeEquivalentTo(Enumerable.Repeat(HttpStatusCode.OK, 7).Append(HttpStatusCode.Created));
        (await host.Published(await host.CaseOf(person))).Select(e => e.Seq).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    [Fact]
    public async Task Given_somebody_nobody_has_heard_of_then_the_answer_says_what_to_do()
    {
        var (status, body) = await host.Post("reports", Report(Person.New()));

        status.Should().Be(HttpStatusCode.NotFound);
        body.Should().Contain("没有这个人的采集表").And.Contain("请先提交");
    }

    [Fact, Trait("Req", "COL-07")]
    public async Task Given_somebody_who_left_the_list_then_nobody_is_followed_up()
    {
        var person = Person.New() with { Facts = Person.Home() with { Status = "paused-army" } };
        await host.Collection.Publish(person.Submitted(), person.Confirmed());
        await Eventually.Get(() => host.Scalar<long>($"select count(*) from jobmatching.people where laborer = '{person.Laborer}' and confirmed_status is not null"), n => n == 1);

        var (status, body) = await host.Post("reports", Report(person));

        status.Should().Be(HttpStatusCode.Conflict);
        body.Should().Contain("暂时退出(参军)");
    }

    [Theory]
    [InlineData("""{}""", "laborer", "reportedBy", "willing", "notPicky")]
    [InlineData("""{ "laborer": "019a0000-0000-7000-8000-000000000001", "reportedBy": "neighbour", "willing": true, "notPicky": true }""", "reportedBy", "驻村工作队")]
    [InlineData("""{ "laborer": "019a0000-0000-7000-8000-000000000001", "reportedBy": "town", "willing": false, "notPicky": true }""", "没有就业意愿的不立案")]
    [InlineData("""{ "laborer": "019a0000-0000-7000-8000-000000000001", "reportedBy": "town", "returnedOn": "yesterday", "willing": true, "notPicky": true }""", "返乡时间应为日期")]
    [InlineData("""{ "laborer": "019a0000-0000-7000-8000-000000000001", "reportedBy": "town", "outOfWorkSince": "2030-01-01", "willing": true, "notPicky": true }""", "失业时间", "晚于今天")]
    public async Task Given_a_report_that_lacks_something_then_everything_is_said_at_once(string json, params string[] expected)
    {
        var (status, body) = await host.Post("reports", System.Text.Json.JsonElement.Parse(json));

        status.Should().Be(HttpStatusCode.UnprocessableEntity);
        body.Should().ContainAll(expected);
    }

    [Fact]
    public async Task Given_a_clerk_of_another_town_then_a_report_is_forbidden()
    {
        var person = Person.New();
        await host.Known(person);

        (await host.Post("reports", Report(person), division: "433126104")).Status.Should().Be(HttpStatusCode.Forbidden);
        (await host.Post("reports", Report(person), "collector", "433126101005")).Status.Should().Be(HttpStatusCode.Created);
    }
}
