using System.Net;
using System.Net.Http.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Verification;

namespace Guzhang.Verification.Tests;

public sealed class ConfirmingTests(VerificationHost host) : IClassFixture<VerificationHost>
{
    [Fact]
    [Trait("Req", "VER-02")]
    public async Task Given_a_waiting_form_when_confirmed_then_the_wish_is_published_and_Collection_has_the_last_word()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted());
        await host.Until("waiting", 1, person);

        var results = await host.Confirm("officer-1", (person, 1));

        results.Should().ContainSingle().Which.Outcome.Should().Be("accepted");
        (await host.Line(person)).State.Should().Be("decided");
        var published = (await host.Published(person)).Should().ContainSingle().Subject;
        published.Type.Should().Be(EventTypes.ConfirmationDecided);
        published.TraceParent.Should().NotBeNull();
        var decided = published.Read<ConfirmationDecided>();
        decided.Should().BeEquivalentTo(new { person.Laborer, FormYear = 2020, FormVersion = 1, person.Town, Officer = "officer-1", Decision = published.Id });

        await host.Collection.Publish(person.Confirmed(1, decided.Decision));
        await host.Until("confirmed", 1, person);
    }

    [Fact]
    public async Task Given_a_decision_when_the_same_officer_asks_again_then_the_answer_is_the_same_and_there_is_one_event()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted());
        await host.Until("waiting", 1, person);

        var first = await host.Confirm("officer-1", (person, 1));
        var again = await host.Confirm("officer-1", (person, 1), (person, 1));
        var other = await host.Confirm("officer-2", (person, 1));

        again.Should().AllBeEquivalentTo(first[0]).And.HaveCount(2);
        other[0].Outcome.Should().Be("refused");
        other[0].Message.Should().NotBeNullOrEmpty();
        (await host.Published(person)).Should().ContainSingle();
    }

    [Fact]
    [Trait("Req", "VER-03")]
    public async Task Given_a_form_when_its_collector_confirms_then_it_is_refused_and_nothing_is_published()
    {
        var person = Person.New() with { Collector = "both-hats" };
        await host.Collection.Publish(person.Submitted());
        await host.Until("waiting", 1, person);

        var results = await host.Confirm("both-hats", (person, 1));

        results[0].Should().BeEquivalentTo(new { Outcome = "refused", Rule = "VER-03" });
        (await host.Published(person)).Should().BeEmpty();
        (await host.Line(person)).State.Should().Be("waiting");
    }

    [Fact]
    [Trait("Req", "VER-10")]
    public async Task Given_a_form_that_changed_after_it_was_opened_when_the_seen_version_is_confirmed_then_it_is_refused()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted(1));
        await host.Until("waiting", 1, person);
        await host.Collection.Publish(person.Submitted(2));
        await host.Until("waiting", 2, person);

        var unseen = await host.Confirm("officer-1", (person, 1));
        unseen[0].Should().BeEquivalentTo(new { Outcome = "refused", Rule = "VER-10" });
        unseen[0].Message.Should().Contain("第2版");
        (await host.Published(person)).Should().BeEmpty();

        (await host.Confirm("officer-1", (person, 2)))[0].Outcome.Should().Be("accepted");
    }

    [Fact]
    [Trait("Req", "VER-10")]
    public async Task Given_a_decision_that_Collection_finds_outdated_then_the_newer_version_waits_and_a_decision_on_it_stands()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted(1));
        await host.Until("waiting", 1, person);
        await host.Confirm("officer-1", (person, 1));
        var decision = (await host.Published(person))[0].Id;

        await host.Collection.Publish(person.Submitted(2));
        await host.Until("waiting", 2, person);
        await host.Confirm("officer-2", (person, 2));
        // The marker comes behind the answer under test on the same partition: when it is in, so is the answer.
        await host.Collection.Publish(person.Outdated(1, 2, decision), person.Submitted(3));
        await host.Until("waiting", 3, person);

        (await host.Published(person)).Should().HaveCount(2);
    }

    [Fact]
    public async Task Given_a_decision_when_Collection_refuses_it_then_the_form_waits_again_and_shows_the_rule()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted());
        await host.Until("waiting", 1, person);
        await host.Confirm("officer-1", (person, 1));
        var decision = (await host.Published(person))[0].Id;

        await host.Collection.Publish(person.Refused("F13", decision));
        await host.Until("waiting", 1, person);

        var line = await host.Line(person);
        line.RefusedRule.Should().Be("F13");
        line.Officer.Should().BeNull();
    }

    [Fact]
    [Trait("Req", "F13")]
    public async Task Given_a_form_below_the_standard_without_a_reason_kept_when_confirmed_then_it_is_refused()
    {
        var without = Person.New() with { Warnings = [new("F13", "monthsWorked"), new("F13", "keepReason")] };
        var with = Person.New() with { Warnings = [new("F13", "monthsWorked")] };
        await host.Collection.Publish(without.Submitted(), with.Submitted());
        await host.Until("waiting", 1, without, with);

        var results = await host.Confirm("officer-1", (without, 1), (with, 1));

        results.Select(r => (r.Outcome, r.Rule)).Should().Equal(("refused", "F13"), ("accepted", null));
    }

    [Fact]
    public async Task Given_a_task_force_of_one_town_when_it_confirms_elsewhere_then_it_is_refused()
    {
        var (own, other) = (Person.New(), Person.New() with { Town = "433126103", Village = "433126103200" });
        await host.Collection.Publish(own.Submitted(), other.Submitted());
        await host.Until("waiting", 1, own, other);

        using var officer = await host.As("town-officer", division: "433126101");
        using var answer = await officer.PostAsJsonAsync("confirmations", new
        {
            items = new[] { new { laborer = own.Laborer, formVersion = 1 }, new { laborer = other.Laborer, formVersion = 1 }, new { laborer = Guid.NewGuid(), formVersion = 1 } },
        });

        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, text);
        (await host.Published(own)).Should().ContainSingle();
        (await host.Published(other)).Should().BeEmpty();
        text.Should().Contain("管辖范围").And.Contain("没有这个人");
    }

    [Fact]
    [Trait("Req", "VER-02")]
    public async Task Given_a_thousand_forms_when_confirmed_in_one_request_then_each_is_answered_in_order_and_published_once()
    {
        var people = Enumerable.Range(0, 1000).Select(_ => Person.New()).ToList();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        await host.Until("waiting", 1, people);

        var results = await host.Confirm("officer-bulk", [.. people.Select(p => (p, 1))]);

        results.Select(r => r.Laborer).Should().Equal(people.Select(p => p.Laborer));
        results.Should().AllSatisfy(r => r.Outcome.Should().Be("accepted"));
        (await host.Published(people[0])).Should().ContainSingle();
        (await host.Published(people[999])).Should().ContainSingle();
        await host.Until("decided", 1, people);
    }

    [Fact]
    public async Task Given_two_officers_at_once_when_both_confirm_the_same_forms_then_each_form_has_one_decision()
    {
        var people = Enumerable.Range(0, 50).Select(_ => Person.New()).ToArray();
        await host.Collection.Publish([.. people.Select(p => p.Submitted())]);
        await host.Until("waiting", 1, people);

        var answers = await Task.WhenAll(
            host.Confirm("officer-1", [.. people.Select(p => (p, 1))]),
            host.Confirm("officer-2", [.. people.Reverse().Select(p => (p, 1))]),
            host.Return("officer-3", ["other"], [.. people.Select(p => (p, 1))]));

        answers.SelectMany(a => a).Count(r => r.Outcome == "accepted").Should().Be(people.Length);
        foreach (var person in people)
        {
            (await host.Published(person)).Should().ContainSingle();
        }
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":null}""")]
    [InlineData("""{}""")]
    [InlineData("""{"items":[null]}""")]
    [InlineData("""{"items":[{"formVersion":1}]}""")]
    [InlineData("""{"items":[{"laborer":"not-a-guid","formVersion":1}]}""")]
    [InlineData("""null""")]
    [InlineData("")]
    public async Task Given_a_request_that_names_no_form_then_it_is_a_problem_in_Chinese(string body)
    {
        using var officer = await host.As("officer-1");
        foreach (var path in new[] { "confirmations", "returns" })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            using var answer = await officer.PostAsync(new Uri(path, UriKind.Relative), content);
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("请求无效");
        }
    }

    [Fact]
    public async Task Given_more_than_a_thousand_items_then_nothing_is_decided()
    {
        var items = Enumerable.Range(0, 1001).Select(_ => new { laborer = Guid.NewGuid(), formVersion = 1 });
        using var officer = await host.As("officer-1");
        using var answer = await officer.PostAsJsonAsync("confirmations", new { items });
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("1000");
    }
}
