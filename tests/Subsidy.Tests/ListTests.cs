using System.Net;
using System.Net.Http.Json;

namespace Guzhang.Subsidy.Tests;

[Trait("Req", "SUB-02")]
public sealed class ListTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private static Person In(string town) =>
        Person.New() with { Town = town, Village = town + "200", Facts = Person.Away("out-of-province") with { EmployedSince = "2020-03-02" } };

    [Fact]
    public async Task Given_many_people_when_read_page_by_page_then_each_is_there_once_and_the_count_is_the_length()
    {
        var people = Enumerable.Range(0, 25).Select(_ => In("433126108")).ToList();
        await host.Collection.Publish([.. people.SelectMany(p => new[] { p.Submitted(), p.Confirmed() })]);
        await Eventually.Get(() => host.Qualifying("transport", "&town=433126108"), lines => lines.Count == 25);

        var lines = await host.Qualifying("transport", "&town=433126108", limit: 7);

        lines.Select(l => l.Laborer).Should().BeEquivalentTo(people.Select(p => p.Laborer)).And.BeInAscendingOrder();
    }

    [Fact]
    public async Task Given_a_town_clerk_then_the_own_town_only_and_another_town_is_forbidden()
    {
        var (own, other) = (In("433126104"), In("433126101"));
        await host.Confirmed(own);
        await host.Confirmed(other);

        (await host.Qualifying("transport", role: "town-clerk", division: "433126104")).Should().ContainSingle().Which.Laborer.Should().Be(own.Laborer);
        (await host.Qualifying("transport", "&town=433126104", "town-clerk", "433126104200")).Should().ContainSingle();
        (await host.Qualifying("transport", "&town=433126104", "town-clerk", "433126104201")).Should().BeEmpty();
        using var clerk = await host.As("town-clerk", "433126104");
        foreach (var path in new[] { "qualifying?scheme=transport&town=433126101", $"laborers/{other.Laborer}/screening" })
        {
            using var foreign = await clerk.GetAsync(new Uri(path, UriKind.Relative));
            foreign.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task Given_a_person_who_moves_to_another_town_then_the_list_moves_them_when_it_is_confirmed()
    {
        var person = In("433126106");
        await host.Confirmed(person);
        await host.Confirmed(person with { Town = "433126107", Village = "433126107200" }, 2);

        (await host.Qualifying("transport", "&town=433126106")).Should().NotContain(l => l.Laborer == person.Laborer);
        (await host.Qualifying("transport", "&town=433126107")).Should().ContainSingle(l => l.Laborer == person.Laborer);
    }

    [Theory]
    [InlineData("qualifying")]
    [InlineData("qualifying?scheme=lottery")]
    [InlineData("qualifying?scheme=transport&state=perhaps")]
    [InlineData("qualifying?scheme=transport&limit=0")]
    [InlineData("qualifying?scheme=transport&limit=1001")]
    [InlineData("qualifying?scheme=transport&after=x")]
    [InlineData("qualifying?scheme=transport&formYear=x")]
    public async Task Given_a_senseless_question_then_the_answer_is_a_problem_in_Chinese(string path)
    {
        using var reader = await host.As("hr-bureau");
        using var answer = await reader.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().MatchRegex("[\u4e00-\u9fff]");
    }

    [Fact, Trait("Req", "SUB-14")]
    public async Task Given_somebody_with_more_answers_than_one_explanation_holds_then_the_present_answer_is_the_newest()
    {
        var person = In("433126101");
        await host.Confirmed(person);
        await host.Scalar<int>(
            $"""
            select (journal.append(stream, -1, (select array_agg(gen_random_uuid()) from generate_series(1, 1100)),
                array_fill(type, array[1100]), array_fill(false, array[1100]), array_fill(data::text, array[1100]), now(), null)).outcome
            from journal.events where stream = 'qualification-{person.Laborer}' and version = 1
            """);

        var screened = await host.Confirmed(person with { Facts = Person.Home() }, 2);

        (screened["transport"].Qualifies, screened["transport"].Answers[0].FormVersion).Should().Be((false, 2));
    }

    [Fact]
    public async Task Given_somebody_nobody_has_heard_of_then_there_is_no_screening()
    {
        using var reader = await host.As("hr-bureau");
        using var answer = await reader.GetAsync(new Uri($"laborers/{Guid.NewGuid()}/screening", UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("collector", "qualifying?scheme=transport")]
    [InlineData("operator", "qualifying?scheme=transport")]
    [InlineData("service", "schemes")]
    [InlineData("subscriber", "laborers/00000000-0000-0000-0000-000000000001/screening")]
    [InlineData("hr-bureau", "journal")]
    [InlineData("hr-bureau", "rebuild")]
    public async Task Given_another_role_then_the_interface_is_closed(string role, string path)
    {
        using var client = await host.As(role);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Given_the_service_then_it_describes_its_interface_and_is_healthy()
    {
        using var anybody = await host.As("leader");
        (await anybody.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative))).Should().Contain("/qualifying").And.Contain("/schemes");
        (await anybody.GetFromJsonAsync<Health>("health/ready"))!.Checks["database"].Should().Be("Healthy");
    }

    private sealed record Health(Dictionary<string, string> Checks);
}
