using System.Net;

namespace Guzhang.JobMatching.Tests;

/// <summary>Work that began before the person was out of work is no placement, whoever says so.</summary>
[Trait("Req", "JOB-12")]
public sealed class StartedTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    [Theory]
    [InlineData("2020-09-30", false)]
    [InlineData("2020-09", false)]
    [InlineData("2020-10", true)]
    [InlineData("2020-10-01", true)]
    public async Task Given_a_confirmed_form_with_a_date_of_taking_up_work_then_it_places_nobody_who_lost_work_after_it(string since, bool placed)
    {
        var person = Returnees.New();
        await host.Known(person);
        await host.Collection.Publish(person.AtWork(since).Submitted(2), person.AtWork(since).Confirmed(2));
        await Eventually.Get(() => host.Scalar<long>($"select count(*) from jobmatching.people where laborer = '{person.Laborer}' and confirmed_status is not null"), n => n == 1);

        var found = await host.CaseOf(person);

        found.State.Should().Be(placed ? "placed" : "open");
        (await host.History(found)).Says.Last().Should().Be(placed
            ? $"结束跟踪：已上岗，{since} 上岗，凭据为专班确认的采集表（第2版采集表）；在时限内。"
            : "专班已确认第2版采集表，但其就业时间早于失业、返乡或首次报告，不能作为上岗凭据；继续跟踪。");
    }

    [Theory]
    [InlineData("2020-10-08", "2020-10-06", "2020-10-07", "早于失业时间（2020-10-08）")]
    [InlineData(null, "2020-10-06", "2020-10-05", "早于返乡时间（2020-10-06）")]
    [InlineData(null, null, "2020-10-11", "早于首次报告日期（2020-10-12）")]
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
