using System.Net;
using System.Net.Http.Json;

namespace Guzhang.Verification.Tests;

public sealed class WorkListTests(VerificationHost host) : IClassFixture<VerificationHost>
{
    [Fact]
    [Trait("Req", "VER-02")]
    public async Task Given_a_submitted_form_then_the_list_shows_its_warnings_changed_fields_and_collector()
    {
        var person = Person.New() with { Warnings = [new("F21", "registeredAt")] };
        await host.Collection.Publish(person.Submitted(1), person.Submitted(2));
        await host.Until("waiting", 2, person);

        (await host.Line(person)).Should().BeEquivalentTo(new
        {
            person.Laborer,
            FormVersion = 2,
            person.Town,
            person.Village,
            person.Collector,
            Warnings = new[] { new Mark("F21", "registeredAt") },
            ChangedFields = new[] { "annualIncome" },
            State = "waiting",
        });
    }

    [Fact]
    public async Task Given_many_forms_when_read_page_by_page_then_each_appears_once_and_the_total_is_their_number()
    {
        var people = Enumerable.Range(0, 25).Select(_ => Person.New() with { Town = "433126108", Village = "433126108200" }).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        await host.Until("waiting", 1, people);

        using var reader = await host.As("reader");
        var seen = new List<Guid>();
        Guid? after = null;
        do
        {
            var page = (await reader.GetFromJsonAsync<WorkPage>($"work?town=433126108&limit=10{VerificationHost.After(after)}"))!;
            page.Total.Should().Be(25);
            seen.AddRange(page.Items.Select(i => i.Laborer));
            after = page.Next;
        }
        while (after is not null);

        seen.Should().BeEquivalentTo(people.Select(p => p.Laborer)).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Given_a_town_clerk_then_the_list_holds_the_own_town_only_and_another_town_is_forbidden()
    {
        var (own, other) = (Person.New() with { Town = "433126104", Village = "433126104200" }, Person.New());
        await host.Collection.Publish(own.Submitted(), other.Submitted());
        await host.Until("waiting", 1, own, other);

        using var clerk = await host.As("clerk", "town-clerk", "433126104");
        (await VerificationHost.All(clerk, "waiting")).Should().AllSatisfy(line => line.Town.Should().Be("433126104"));
        (await VerificationHost.All(clerk, "waiting", "&town=433126104")).Should().Contain(line => line.Laborer == own.Laborer);
        using var foreign = await clerk.GetAsync(new Uri("work?town=433126101", UriKind.Relative));
        foreign.StatusCode.Should().Be(HttpStatusCode.Forbidden);

        using var village = await host.As("village", "town-clerk", "433126104200");
        (await VerificationHost.All(village, "waiting", "&town=433126104")).Should().ContainSingle(line => line.Laborer == own.Laborer);
    }

    [Theory]
    [InlineData("work?state=lost")]
    [InlineData("work?limit=0")]
    [InlineData("work?limit=1001")]
    [InlineData("work?after=x")]
    public async Task Given_a_senseless_question_then_the_answer_is_a_problem(string path)
    {
        using var reader = await host.As("reader");
        using var answer = await reader.GetAsync(new Uri(path, UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("collector", "GET", "work")]
    [InlineData("town-clerk", "POST", "confirmations")]
    [InlineData("operator", "POST", "confirmations")]
    [InlineData("service", "POST", "confirmations")]
    [InlineData("leader", "POST", "returns")]
    [InlineData("task-force", "GET", "journal")]
    [Trait("Req", "VER-02")]
    public async Task Given_another_role_then_the_interface_is_closed(string role, string method, string path)
    {
        using var client = await host.As("somebody", role);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Given_the_same_messages_twice_then_nothing_changes()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted(1), person.Submitted(2));
        await host.Until("waiting", 2, person);
        await host.Confirm("officer-1", (person, 2));

        await host.Collection.PublishAllAgain();
        // Behind all that on every partition: a marker.
        var markers = Enumerable.Range(0, 40).Select(_ => Person.New()).ToList();
        await host.Collection.Publish([.. markers.Select(m => m.Submitted())]);
        await host.Until("waiting", 1, markers);

        var line = await host.Line(person);
        (line.State, line.FormVersion).Should().Be(("decided", 2));
    }
}
