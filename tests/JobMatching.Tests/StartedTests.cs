using System.Net;

namespace Guzhang.JobMatching.Tests;

/// <summary>Work that began before the person was out of work is no placement, whoever says so.</summary>
[Trait("Req", "JOB-12")]
public sealed class StartedTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    [Fact]
    public async Task Given_a_confirmed_form_whose_work_began_before_it_was_lost_then_the_case_says_why_it_stays()
    {
        var person = Returnees.New();
        await host.Known(person);
        await host.Collection.Publish(person.AtWork("2020-09-30").Submitted(2), person.AtWork("2020-09-30").Confirmed(2));

        var says = await Eventually.Get(async () => (await host.History(await host.CaseOf(person))).Says.Last(), last => last.StartsWith("专班", StringComparison.Ordinal));

        says.Should().Be("专班已确认第2版采集表，但其就业时间早于失业、返乡或首次报告，不能作为上岗凭据；继续跟踪。");
    }

    [Theory]
    [InlineData("2020-10-08", "2020-10-06", "2020-10-07", "早于失业时间（2020-10-08）")]
    [InlineData(null, "2020-10-06", "2020-10-05", "早于返乡时间（2020-10-06）")]
    [InlineData(null, null, "2020-10-11", "早于报告返乡失业的日期")]
    public async Task Given_what_a_report_says_of_loss_and_return_then_evidence_goes_by_the_first_of_them_that_is_known(
        string? outOfWorkSince, string? returnedOn, string startedOn, string expected)
    {
        var person = Person.New();
        await host.Known(person);
        var opened = await host.Do("reports", new { laborer = person.Laborer, reportedBy = "town", returnedOn, outOfWorkSince, willing = true, notPicky = true });

        var (status, body) = await host.Post($"cases/{opened.Id}/evidence", new { kind = "contract", startedOn });

        status.Should().Be(HttpStatusCode.UnprocessableEntity);
        body.Should().Contain(expected);
        (await host.Do($"cases/{opened.Id}/evidence", new { kind = "contract", startedOn = "2020-10-12" })).State.Should().Be("placed");
    }
}
