using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.JobMatching.Tests;

public sealed class ListTests(JobMatchingHost host) : IClassFixture<JobMatchingHost>
{
    private static Person In(string town) => Returnees.New() with { Town = town, Village = town + "200" };

    [Fact, Trait("Req", "JOB-02")]
    public async Task Given_open_cases_by_town_when_they_end_then_the_towns_number_falls_to_zero_and_the_count_is_the_length()
    {
        var people = Enumerable.Range(0, 23).Select(_ => In("433126108")).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        await Eventually.Get(() => host.All("open", "&town=433126108"), cases => cases.Count == 23);
        var open = await host.All("open", "&town=433126108", limit: 7);
        open.Select(c => c.Laborer).Should().BeEquivalentTo(people.Select(p => p.Laborer));
        open.Select(c => c.Id).Should().BeInAscendingOrder();

        await host.Collection.Publish([.. people.SelectMany(p => new[] { p.AtWork().Submitted(2), p.AtWork().Confirmed(2) })]);

        (await Eventually.Get(() => host.All("open", "&town=433126108"), cases => cases.Count == 0)).Should().BeEmpty();
        (await host.All("placed", "&town=433126108")).Should().HaveCount(23);
    }

    [Fact]
    public async Task Given_a_town_clerk_then_the_own_town_only_and_another_town_is_forbidden()
    {
        var (own, other) = (In("433126104"), In("433126101"));
        await host.Collection.Publish(own.Submitted(), other.Submitted());
        await host.CaseOf(own);
        var foreign = await host.CaseOf(other);

        (await host.All("open", role: "town-clerk", division: "433126104")).Should().ContainSingle().Which.Laborer.Should().Be(own.Laborer);
        (await host.All("open", "&town=433126104", "collector", "433126104200")).Should().ContainSingle();
        (await host.All("open", "&town=433126104", "collector", "433126104201")).Should().BeEmpty();
        using var clerk = await host.As("town-clerk", "433126104");
        foreach (var path in new[] { "cases?town=433126101", $"cases/{foreign.Id}" })
        {
            using var answer = await clerk.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact, Trait("Req", "JOB-13")]
    public async Task Given_a_case_with_more_behind_it_than_one_answer_holds_then_the_newest_is_shown()
    {
        var person = Returnees.New();
        await host.Collection.Publish(person.Submitted());
        var opened = await host.CaseOf(person);
        await host.Do($"cases/{opened.Id}/contacts", new { kind = "push", outcome = "sent" });
        await host.Scalar<int>(
            $"""
            select (journal.append('case-{opened.Id}', -1, (select array_agg(gen_random_uuid()) from generate_series(1, 5100)),
                array_fill(type, array[5100]), array_fill(false, array[5100]), array_fill(data::text, array[5100]), now(), null)).outcome
            from journal.events where stream = 'case-{opened.Id}' and version = 2
            """);
        await host.Execute($"update jobmatching.cases set version = version + 5100 where id = '{opened.Id}'");
        await host.Do($"cases/{opened.Id}/contacts", new { kind = "visit", outcome = "reached" });

        var says = (await host.History(opened)).Says.ToList();

        says.Should().HaveCount(5000);
        says[^1].Should().Be("上门走访、送岗：见到本人。");
    }

    [Theory]
    [InlineData("cases?state=lost", HttpStatusCode.BadRequest)]
    [InlineData("cases?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("cases?limit=1001", HttpStatusCode.BadRequest)]
    [InlineData("cases?after=x", HttpStatusCode.BadRequest)]
    [InlineData("cases/019a0000-0000-7000-8000-0000000000c1", HttpStatusCode.NotFound)]
    public async Task Given_a_senseless_question_then_the_answer_is_a_problem_in_Chinese(string path, HttpStatusCode expected)
    {
        using var reader = await host.As("hr-bureau");
        using var answer = await reader.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.Should().Be(expected);
        (await answer.Content.ReadAsStringAsync()).Should().MatchRegex("[\u4e00-\u9fff]");
    }

    [Theory]
    [InlineData("operator", "GET", "cases")]
    [InlineData("service", "GET", "cases")]
    [InlineData("subscriber", "GET", "policies")]
    [InlineData("leader", "POST", "reports")]
    [InlineData("poverty-office", "POST", "reports")]
    [InlineData("task-force", "POST", "cases/019a0000-0000-7000-8000-0000000000c1/contacts")]
    [InlineData("collector", "POST", "cases/019a0000-0000-7000-8000-0000000000c1/evidence")]
    [InlineData("collector", "POST", "cases/019a0000-0000-7000-8000-0000000000c1/close")]
    [InlineData("collector", "POST", "cases/019a0000-0000-7000-8000-0000000000c1/hand-over")]
    [InlineData("hr-bureau", "GET", "journal")]
    [InlineData("hr-bureau", "POST", "rebuild")]
    public async Task Given_another_role_then_the_interface_is_closed(string role, string method, string path)
    {
        using var client = await host.As(role);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Given_the_policy_then_its_hours_are_shown_in_words_and_the_interface_is_described()
    {
        using var reader = await host.As("leader");
        var policy = await reader.GetFromJsonAsync<JsonElement>("policies");
        policy.GetProperty("says").GetString().Should().Be("自首次报告起满24、48、72小时未上岗的逐级提醒；不挑不拣的应在72小时内上岗。");
        (await reader.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative))).Should().Contain("/cases/{id}/evidence").And.Contain("/reports");
        (await reader.GetFromJsonAsync<JsonElement>("health/ready")).GetProperty("checks").GetProperty("database").GetString().Should().Be("Healthy");
    }
}
