using System.Net;
using System.Net.Http.Json;

namespace Guzhang.Reporting.Tests;

public sealed class ScopeTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    [Fact]
    public async Task Given_a_town_clerk_then_only_the_own_town_is_there()
    {
        var (own, other) = (Person.New() with { Town = "433126104", Village = "433126104200" }, Person.New());
        await host.After(own.Submitted(), other.Submitted(), (RefusedRow.New() with { Town = null }).Refused());

        var table = await host.Dispatch("town-clerk", "433126104");
        table.Lines.Should().ContainSingle().Which.Name.Should().Be("默戎镇");
        table.Total["rawBase"].Should().Be(1);

        using var clerk = await host.As("town-clerk", "433126104");
        var page = (await clerk.GetFromJsonAsync<Page>("dispatch/rawBase/people"))!;
        page.People.Should().ContainSingle().Which.Laborer.Should().Be(own.Laborer);
        (await clerk.GetFromJsonAsync<Page>("dispatch/rawBase/people?town=433126104"))!.Total.Should().Be(1);
        foreach (var town in new[] { "433126101", "unknown" })
        {
            using var foreign = await clerk.GetAsync(new Uri($"dispatch/rawBase/people?town={town}", UriKind.Relative));
            foreign.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        }

        (await host.Dispatch("town-clerk", "433126104201")).Total["rawBase"].Should().Be(0);
        (await host.Dispatch("town-clerk", "433126104200")).Total["rawBase"].Should().Be(1);
    }

    [Theory]
    [InlineData("dispatch/nothing/people", HttpStatusCode.NotFound)]
    [InlineData("dispatch/counted/people?town=433126999", HttpStatusCode.NotFound)]
    [InlineData("dispatch/counted/people?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("dispatch/counted/people?after=x", HttpStatusCode.BadRequest)]
    [InlineData("dispatch?formYear=1999", HttpStatusCode.BadRequest)]
    [InlineData("dispatch?formYear=x", HttpStatusCode.BadRequest)]
    [InlineData("targets?formYear=1999", HttpStatusCode.BadRequest)]
    public async Task Given_a_senseless_question_then_the_answer_is_a_problem_in_Chinese(string path, HttpStatusCode expected)
    {
        using var reader = await host.As("leader");
        using var answer = await reader.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.Should().Be(expected);
        (await answer.Content.ReadAsStringAsync()).Should().MatchRegex("[\u4e00-\u9fff]");
    }

    [Theory]
    [InlineData("collector", "dispatch")]
    [InlineData("operator", "dispatch/counted/people")]
    [InlineData("subscriber", "targets")]
    public async Task Given_another_role_then_the_reports_are_closed(string role, string path)
    {
        using var client = await host.As(role);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
