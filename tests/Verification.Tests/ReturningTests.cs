using System.Net;
using Guzhang.Contracts;
using Guzhang.Contracts.Verification;

namespace Guzhang.Verification.Tests;

public sealed class ReturningTests(VerificationHost host) : IClassFixture<VerificationHost>
{
    [Fact]
    [Trait("Req", "VER-02")]
    public async Task Given_waiting_forms_when_returned_with_reasons_then_the_wish_is_published_and_a_new_version_waits_again()
    {
        var (one, two) = (Person.New(), Person.New());
        await host.Collection.Publish(one.Submitted(), two.Submitted());
        await host.Until("waiting", 1, one, two);

        var results = await host.Return("officer-1", ["income-unproven", "other", "other"], (one, 1), (two, 1));

        results.Should().HaveCount(2).And.AllSatisfy(r => r.Outcome.Should().Be("accepted"));
        var published = (await host.Published(one)).Should().ContainSingle().Subject;
        published.Type.Should().Be(EventTypes.ReturnDecided);
        published.Read<ReturnDecided>().Reasons.Should().Equal("income-unproven", "other");

        await host.Collection.Publish(one.Returned(1, published.Id));
        await host.Until("returned", 1, one);
        (await host.Confirm("officer-2", (one, 1)))[0].Outcome.Should().Be("refused");

        await host.Collection.Publish(one.Submitted(2));
        await host.Until("waiting", 2, one);
        var line = await host.Line(one);
        line.Officer.Should().BeNull();
        line.ChangedFields.Should().NotBeEmpty();
    }

    [Fact]
    [Trait("Req", "VER-10")]
    public async Task Given_a_form_that_changed_when_the_seen_version_is_returned_then_it_is_refused()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted(1), person.Submitted(2));
        await host.Until("waiting", 2, person);

        (await host.Return("officer-1", ["other"], (person, 1)))[0].Rule.Should().Be("VER-10");
        (await host.Published(person)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_a_return_when_repeated_by_the_same_officer_for_the_same_reasons_then_there_is_one_event()
    {
        var person = Person.New();
        await host.Collection.Publish(person.Submitted());
        await host.Until("waiting", 1, person);

        await host.Return("officer-1", ["other", "place-unclear"], (person, 1));
        var again = await host.Return("officer-1", ["place-unclear", "other"], (person, 1));
        var differently = await host.Return("officer-1", ["income-unproven"], (person, 1));

        again[0].Outcome.Should().Be("accepted");
        differently[0].Outcome.Should().Be("refused");
        (await host.Published(person)).Should().ContainSingle();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""["no-such-reason"]""")]
    [InlineData("""["other","no-such-reason"]""")]
    public async Task Given_no_reason_or_an_unknown_one_then_nothing_is_returned_and_the_known_ones_are_named(string reasons)
    {
        using var officer = await host.As("officer-1");
        using var content = new StringContent(
            $$"""{"items":[{"laborer":"{{Guid.NewGuid()}}","formVersion":1}],"reasons":{{reasons}}}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await officer.PostAsync(new Uri("returns", UriKind.Relative), content);
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("收入待核");
    }
}
