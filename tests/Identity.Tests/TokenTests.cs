using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AwesomeAssertions;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class TokenTests(SharedIdentity shared) : IClassFixture<SharedIdentity>
{
    private readonly IdentityHost identity = shared.Host;

    [Fact, Trait("Req", "SEC-01")]
    public async Task Given_a_client_of_the_file_when_it_asks_then_its_token_says_role_and_division_and_is_proven_by_the_published_keys()
    {
        using var answer = await identity.Ask("reporting", "r-secret");
        var body = await answer.Json();
        var valid = await identity.Validate((string)body["access_token"]!);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        ((string?)body["token_type"]).Should().Be("Bearer");
        ((int)body["expires_in"]!).Should().BeInRange(3590, 3600);
        valid.IsValid.Should().BeTrue(valid.Exception?.Message);
        valid.Claims["iss"].Should().Be(identity.Authority.AbsoluteUri);
        (valid.Claims["sub"], valid.Claims["role"], valid.Claims["division"]).Should().Be(("reporting", "service", "433126"));
    }

    [Fact]
    public async Task Given_basic_authentication_when_a_client_asks_then_it_gets_a_token_too()
    {
        using var http = new HttpClient { BaseAddress = identity.Authority };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("reporting:r-secret")));

        using var answer = await http.PostAsync("connect/token", new FormUrlEncodedContent([new("grant_type", "client_credentials")]));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("reporting", "wrong")]
    [InlineData("reporting", "")]
    [InlineData("reporting", "r-secret ")]
    [InlineData("nobody", "r-secret")]
    [InlineData("nobody", "")]
    public async Task Given_a_wrong_secret_or_an_unknown_client_when_it_asks_then_the_answer_is_invalid_client(string client, string secret)
    {
        using var answer = await identity.Ask(client, secret);

        ((int)answer.StatusCode).Should().BeOneOf(400, 401);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("access_token").And.Contain("invalid_");
        if (secret.Length > 0)
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Given_the_trial_client_when_it_names_role_division_and_officer_then_the_token_says_so()
    {
        var named = await identity.Validate(await identity.Token("trial", "t-secret", ("role", "collector"), ("division", "433126101201"), ("sub", "officer-7")));
        var unnamed = await identity.Validate(await identity.Token("trial", "t-secret", ("role", "leader"), ("division", "433126")));

        (named.Claims["sub"], named.Claims["role"], named.Claims["division"]).Should().Be(("officer-7", "collector", "433126101201"));
        unnamed.Claims["sub"].Should().Be("trial.leader");
    }

    [Theory]
    [InlineData("trial", "t-secret", "mayor", "433126", "a", "role")]
    [InlineData("trial", "t-secret", "*", "433126", "a", "role")]
    [InlineData("trial", "t-secret", "leader", "43", "a", "division")]
    [InlineData("trial", "t-secret", "leader", "４３３１２６", "a", "division")]
    [InlineData("trial", "t-secret", "leader", "", "a", "division")]
    [InlineData("trial", "t-secret", "leader", "433126", "a b", "sub")]
    [InlineData("reporting", "r-secret", "operator", "433126", "a", "can't choose")]
    public async Task Given_parameters_the_client_may_not_use_when_it_asks_then_the_error_names_them(
        string client, string secret, string role, string division, string sub, string named)
    {
        using var answer = await identity.Ask(client, secret, ("role", role), ("division", division), ("sub", sub));
        var error = await answer.Json();

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        ((string?)error["error"]).Should().Be("invalid_request");
        ((string?)error["error_description"]).Should().Contain(named);
    }

    [Fact]
    public async Task Given_a_role_named_twice_when_the_trial_client_asks_then_it_gets_no_token()
    {
        using var answer = await identity.Ask("trial", "t-secret", ("role", "leader"), ("role", "operator"), ("division", "433126"));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=password&client_id=reporting&client_secret=r-secret")]
    [InlineData("application/x-www-form-urlencoded", "%%%&grant_type=%ff&=&&client_id")]
    public async Task Given_a_malformed_request_when_it_arrives_then_the_answer_is_an_oauth_error(string type, string body)
    {
        using var answer = await identity.Http.PostAsync("connect/token", new StringContent(body, Encoding.ASCII, type));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Json())["error"].Should().NotBeNull();
    }

    [Fact]
    public async Task Given_a_form_that_can_not_be_decoded_when_it_arrives_then_the_answer_is_400()
    {
        using var answer = await identity.Http.PostAsync("connect/token", new StringContent("grant_type=%00", Encoding.ASCII, "application/x-www-form-urlencoded"));

        await answer.ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_more_requests_than_the_limit_when_one_more_comes_then_it_is_told_when_to_try_again()
    {
        await using var limited = await IdentityHost.Start(settings: "--Identity:TokensPerMinute=3");

        for (var i = 0; i < 3; i++)
            (await limited.Ask("reporting", "guess")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        using var answer = await limited.Ask("reporting", "r-secret");

        await answer.ShouldBeProblem(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.Should().BePositive();
    }
}

/// <summary>One identity service for the tests of a class.</summary>
public sealed class SharedIdentity : IAsyncLifetime
{
    internal IdentityHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await IdentityHost.Start();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
