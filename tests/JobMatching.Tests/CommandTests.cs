using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Contracts.JobMatching;

namespace Guzhang.JobMatching.Tests;

/// <summary>What officers log, hand over and end.</summary>
public sealed class CommandTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    private async Task<CaseLine> Opened(bool notPicky = true, string town = "433126101")
    {
        var person = Returnees.New(notPicky) with { Town = town, Village = town + "200" };
        await host.Collection.Publish(person.Submitted());
        return await host.CaseOf(person);
    }

    [Fact, Trait("Req", "JOB-01")]
    public async Task Given_an_open_case_then_pushes_contacts_offers_and_refusals_are_logged_in_words_with_who()
    {
        var opened = await Opened();
        foreach (var (kind, outcome, role) in new[]
        {
            ("push", "sent", "hr-bureau"), ("push", "failed", "hr-bureau"), ("call", "reached", "town-clerk"), ("call", "unreachable", "collector"),
            ("visit", "reached", "collector"), ("offer", "pending", "hr-bureau"), ("offer", "refused", "hr-bureau"),
        })
        {
            (await host.Do($"cases/{opened.Id}/contacts", new { kind, outcome }, role, $"{role}-1")).State.Should().Be("open");
        }

        (await host.History(opened)).Steps.Skip(1).Select(s => (s.Says, s.By, s.What)).Should().Equal(
            ("推送岗位短信：已发送。", "hr-bureau-1", "case-logged"), ("推送岗位短信：未送达。", "hr-bureau-1", "case-logged"),
            ("电话联系：已联系上。", "town-clerk-1", "case-logged"), ("电话联系：未联系上。", "collector-1", "case-logged"),
            ("上门走访、送岗：见到本人。", "collector-1", "case-logged"), ("推荐岗位：考虑中。", "hr-bureau-1", "case-logged"),
            ("推荐岗位：拒绝该岗位。", "hr-bureau-1", "case-logged"));
    }

    [Theory, Trait("Req", "JOB-01")]
    [InlineData("{}", "推送岗位短信")]
    [InlineData("""{ "kind": "letter", "outcome": "sent" }""", "推送岗位短信")]
    [InlineData("""{ "kind": "offer", "outcome": "sent" }""", "拒绝该岗位")]
    [InlineData("""{ "kind": "offer" }""", "拒绝该岗位")]
    public async Task Given_a_contact_that_is_none_then_the_answer_names_those_there_are(string json, string expected)
    {
        var opened = await Opened();

        var (status, body) = await host.Post($"cases/{opened.Id}/contacts", JsonElement.Parse(json));

        status.Should().Be(HttpStatusCode.UnprocessableEntity);
        body.Should().Contain(expected);
    }

    [Theory, Trait("Req", "JOB-01")]
    [InlineData("refused", "拒绝就业")]
    [InlineData("no-wish", "无就业意愿")]
    public async Task Given_a_refusal_or_no_wish_any_more_then_the_case_ends_and_is_no_success_and_nothing_can_be_done_to_it(string reason, string label)
    {
        var opened = await Opened();

        var ended = await host.Do($"cases/{opened.Id}/close", new { reason }, "town-clerk", "clerk-1");

        ended.Should().BeEquivalentTo(new { State = reason, StateText = label, InTime = (bool?)null, Breach = false, NextStageAt = (DateTimeOffset?)null });
        (await host.History(ended)).Says.Last().Should().Be($"结束跟踪：{label}，不计为上岗。");
        (await host.All("ended")).Should().Contain(c => c.Id == opened.Id);
        foreach (var (path, body) in new (string, object)[]
        {
            ("contacts", new { kind = "push", outcome = "sent" }), ("evidence", new { kind = "contract", startedOn = $"{host.Collection.Now:yyyy-MM-dd}" }),
            ("close", new { reason }), ("hand-over", new { town = "433126104" }),
        })
        {
            var (status, text) = await host.Post($"cases/{opened.Id}/{path}", body);
            status.Should().Be(HttpStatusCode.Conflict, path);
            text.Should().Contain("该跟踪已结束");
        }
    }

    [Fact, Trait("Req", "JOB-01")]
    public async Task Given_a_breach_when_the_person_refuses_afterwards_then_it_stays()
    {
        var opened = await Opened();
        await host.Advance(75);
        await Eventually.Get(() => host.All("breach"), cases => cases.Exists(c => c.Id == opened.Id));

        var ended = await host.Do($"cases/{opened.Id}/close", new { reason = "refused" });

        ended.Breach.Should().BeTrue();
        (await host.History(ended)).Says.Last().Should().Be("结束跟踪：拒绝就业，不计为上岗；超时记录保留。");
    }

    [Fact, Trait("Req", "JOB-01")]
    public async Task Given_a_reason_that_is_none_then_the_case_stays_open()
    {
        var opened = await Opened();
        var (status, body) = await host.Post($"cases/{opened.Id}/close", new { reason = "placed" });
        status.Should().Be(HttpStatusCode.UnprocessableEntity);
        body.Should().Contain("无就业意愿");
    }

    [Theory, Trait("Req", "COL-07"), Trait("Req", "JOB-01")]
    [InlineData("paused-school", "exited", "已退出")]
    [InlineData("left-dead", "exited", "已退出")]
    [InlineData("normal", "no-wish", "无就业意愿")]
    public async Task Given_a_confirmed_form_of_an_exit_or_of_no_wish_then_the_follow_up_stops_and_is_no_success(string status, string state, string label)
    {
        var person = Returnees.New();
        await host.Collection.Publish(person.Submitted());
        await host.CaseOf(person);
        var ends = person with { Facts = Returnees.Home() with { Status = status, WillingToWork = state == "no-wish" ? false : true } };
        await host.Collection.Publish(ends.Submitted(2));
        await host.UntilKnown(person, 2);
        (await host.CaseOf(person)).State.Should().Be("open", "nobody has confirmed it");
        await host.Collection.Publish(ends.Confirmed(2));

        var ended = await host.CaseOf(person, c => c.State != "open");

        (ended.State, ended.StateText, ended.InTime).Should().Be((state, label, null));
        (await host.History(ended)).Says.Last().Should().Be($"结束跟踪：{label}（第2版采集表），不计为上岗。");
        await host.Advance(80);
        (await host.CaseOf(person)).Stage.Should().Be(0, "a closed case has no clock");
    }

    [Fact, Trait("Req", "JOB-13")]
    public async Task Given_a_case_handed_to_another_town_and_officer_then_history_and_clock_stay_and_the_other_town_has_it()
    {
        var (opened, clerk) = (await Opened(town: "433126103"), await host.Account("town-clerk", "433126104"));
        await host.Do($"cases/{opened.Id}/contacts", new { kind = "call", outcome = "reached" });

        var handed = await host.Do($"cases/{opened.Id}/hand-over", new { town = "433126104", officer = clerk });

        handed.Should().BeEquivalentTo(opened with { Town = "433126104", Village = null, Officer = clerk });
        (await host.History(handed)).Steps.Select(s => s.What).Should().Equal("case-opened", "case-logged", "case-handed-over");
        (await host.History(handed)).Says.Last().Should().Be("由岩头寨镇移交默戎镇，并指定负责人；经过和时限不变。");
        (await host.Published(handed))[^1].Read<CaseHandedOver>().Should().BeEquivalentTo(new { FromTown = "433126103", ToOfficer = clerk });
        (await host.All("open", role: "town-clerk", division: "433126103")).Should().NotContain(c => c.Id == opened.Id);
        (await host.All("open", role: "town-clerk", division: "433126104")).Should().Contain(c => c.Id == opened.Id);
        (await host.Post($"cases/{opened.Id}/contacts", new { kind = "push", outcome = "sent" }, division: "433126103")).Status.Should().Be(HttpStatusCode.Forbidden);
        (await host.Post($"cases/{opened.Id}/contacts", new { kind = "push", outcome = "sent" }, division: "433126104")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory, Trait("Req", "JOB-13")]
    [InlineData("""{}""", "古阳镇")]
    [InlineData("""{ "town": "433127101" }""", "古阳镇")]
    [InlineData("""{ "town": "433126104", "village": "433126101005" }""", "village")]
    [InlineData("""{ "town": "433126104", "village": "433126104999" }""", "village")]
    [InlineData("""{ "town": "433126104", "officer": "" }""", "officer")]
    [InlineData("""{ "town": "433126104", "officer": "向小明" }""", "officer")]
    [InlineData("""{ "town": "433126104", "officer": "clerk 4" }""", "officer")]
    [InlineData("""{ "town": "433126104", "officer": "13807431234" }""", "officer")]
    [InlineData("""{ "town": "433126104", "officer": "43312619800101123X" }""", "officer")]
    [InlineData("""{ "town": "433126101", "village": "433126101200" }""", "无须移交")]
    public async Task Given_a_hand_over_to_nobody_then_the_answer_says_why(string json, string expected)
    {
        var opened = await Opened();

        var (status, body) = await host.Post($"cases/{opened.Id}/hand-over", JsonElement.Parse(json));

        status.Should().Be(HttpStatusCode.UnprocessableEntity);
        body.Should().Contain(expected);
    }

    [Theory, Trait("Req", "JOB-13")]
    [InlineData("town-clerk", "433126101", false, null, "默戎镇不在该账号的管辖区划内")]
    [InlineData("collector", "433126104001", false, null, "默戎镇不在该账号的管辖区划内")]
    [InlineData("leader", "433126", false, null, "不办理跟踪")]
    [InlineData("town-clerk", "433126104", true, null, "已停用")]
    [InlineData("town-clerk", "433126104", false, null, null)]
    [InlineData("hr-bureau", "433126", false, null, null)]
    [InlineData("collector", "{village}", false, "{village}", null)]
    [InlineData("collector", "{other}", false, "{village}", "不在该账号的管辖区划内")]
    public async Task Given_a_hand_over_to_an_account_then_it_has_to_hold_for_the_town_or_village_and_do_this_work(
        string role, string division, bool disabled, string? village, string? fault)
    {
        var villages = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(AppHost.Repository.Find().County, "divisions.json"))).GetProperty("towns")
            .EnumerateArray().Single(t => t.GetProperty("code").GetString() == "433126104").GetProperty("villages").EnumerateArray().Select(v => v.GetProperty("code").GetString()!).ToList();
        string? Of(string? text) => text?.Replace("{village}", villages[0], StringComparison.Ordinal).Replace("{other}", villages[1], StringComparison.Ordinal);
        var (opened, officer) = (await Opened(town: "433126103"), await host.Account(role, Of(division)!, disabled));

        var (status, body) = await host.Post($"cases/{opened.Id}/hand-over", new { town = "433126104", village = Of(village), officer });

        status.Should().Be(fault is null ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, body);
        body.Should().Contain(fault ?? officer);
    }

    [Fact, Trait("Req", "JOB-01")]
    public async Task Given_commands_at_the_same_time_then_one_ends_the_case_and_the_others_are_told()
    {
        var opened = await Opened();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => i % 2 == 0
            ? host.Post($"cases/{opened.Id}/evidence", new { kind = "contract", startedOn = $"{host.Collection.Now:yyyy-MM-dd}" })
            : host.Post($"cases/{opened.Id}/close", new { reason = "refused" })));

        answers.Count(a => a.Status == HttpStatusCode.OK).Should().Be(1);
        answers.Count(a => a.Status == HttpStatusCode.Conflict).Should().Be(5);
        (await host.Published(opened)).Should().HaveCount(2);
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_decisions_on_cases_then_each_is_on_the_audit_log_once_and_what_was_refused_is_not()
    {
        var (placed, ended) = (await Opened(), await Opened());
        await host.Do($"cases/{placed.Id}/contacts", new { kind = "call", outcome = "reached" });
        await host.Do($"cases/{placed.Id}/hand-over", new { town = "433126104" }, officer: "clerk-1");
        await host.Do($"cases/{placed.Id}/evidence", new { kind = "contract", startedOn = $"{host.Collection.Now:yyyy-MM-dd}" }, "hr-bureau", "hr-1");
        await host.Do($"cases/{ended.Id}/close", new { reason = "refused" }, officer: "clerk-2");
        await host.Post($"cases/{ended.Id}/close", new { reason = "refused" }, officer: "clerk-3");

        (await Audited(placed)).Should().Equal(("clerk-1", "case.handed-over"), ("hr-1", "case.placed"));
        (await Audited(ended)).Should().Equal(("clerk-2", "case.ended"));
    }

    private async Task<List<(string Actor, string Action)>> Audited(CaseLine of)
    {
        using var auditor = await host.As("auditor");
        var page = await auditor.GetFromJsonAsync<JsonElement>($"audit?subject={of.Laborer}");
        return [.. page.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("actor").GetString()!, i.GetProperty("action").GetString()!)).Reverse()];
    }
}
