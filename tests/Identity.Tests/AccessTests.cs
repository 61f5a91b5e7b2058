using System.Net;
using System.Net.Http.Json;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class AccessTests(SampleService sample)
{
    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_every_role_when_it_tries_every_action_then_the_answers_equal_the_table()
    {
        var table = AccessTable.Current;
        foreach (var role in table.Roles.Keys)
        {
            using var client = await sample.As(role);
            foreach (var action in table.Actions.Keys)
            {
                using var answer = await client.GetAsync($"/actions/{action}");
                if (table.Actions[action].Roles.Contains(role))
                    answer.StatusCode.Should().Be(HttpStatusCode.OK, $"{role} may {action}");
                else
                    ((string?)(await answer.ShouldBeProblem(HttpStatusCode.Forbidden))["action"]).Should().Be(action);
            }
        }
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_an_endpoint_that_names_no_action_when_anybody_calls_it_then_it_is_closed()
    {
        using var operating = await sample.As("operator");

        await (await operating.GetAsync("/forgotten")).ShouldBeProblem(HttpStatusCode.Forbidden);
        await (await sample.Anonymous.GetAsync("/forgotten")).ShouldBeProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public void Given_an_action_the_table_does_not_know_when_it_is_mapped_then_the_service_does_not_start()
    {
        var app = SampleService.Create([.. sample.Tokens.Settings]);

        var mapping = () => app.MapGet("/x", () => "").Needs("forms.shred");

        mapping.Should().Throw<InvalidOperationException>().WithMessage("*forms.shred*");
    }

    [Fact]
    public async Task Given_no_token_when_an_endpoint_is_called_then_the_answer_asks_for_one()
    {
        using var answer = await sample.Anonymous.GetAsync("/who");

        await answer.ShouldBeProblem(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.Single().Scheme.Should().Be("Bearer");
    }

    [Fact]
    public async Task Given_a_signed_in_officer_when_an_endpoint_asks_who_calls_then_it_is_the_token_s_bearer()
    {
        using var client = await sample.As("collector", "433126101", "officer-1");

        (await client.GetFromJsonAsync<Caller>("/who")).Should().Be(new Caller("officer-1", "collector", "433126101"));
    }

    [Theory, Trait("Req", "SEC-02")]
    [InlineData("433126", "433126101201", true)]
    [InlineData("433126101", "433126101201", true)]
    [InlineData("433126101", "433126101", true)]
    [InlineData("433126101201", "433126101201", true)]
    [InlineData("433126101", "433126103201", false)]
    [InlineData("433126101201", "433126101", false)]
    [InlineData("433126101201", "433126101202", false)]
    [InlineData("433126", null, true)]
    [InlineData("433126101", null, false)]
    public async Task Given_a_scope_when_a_form_lies_in_a_division_then_it_is_taken_only_inside(string scope, string? division, bool inside)
    {
        using var client = await sample.As("collector", scope);

        using var answer = await client.PostAsJsonAsync("/forms", new { Year = 2020, Kind = 0, Name = "石某", Division = division });

        if (inside)
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
        else
            ((string?)(await answer.ShouldBeProblem(HttpStatusCode.Forbidden))["detail"]).Should().Contain("管辖范围");
    }

    [Fact]
    public async Task Given_an_identity_service_that_is_down_when_a_token_comes_then_the_answer_is_503()
    {
        await using var app = SampleService.Create(
            TestTokens.CountySetting, $"--Identity:Authority=http://127.0.0.1:{FreePorts.Choose([])}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None");
        await app.StartAsync();
        using var client = await sample.Tokens.ClientFor(new Uri(app.Urls.Single()), "operator");

        await (await client.GetAsync("/who")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
    }
}
