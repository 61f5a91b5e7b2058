using System.Net;
using AwesomeAssertions;
using Guzhang.ServiceDefaults.Access;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Xunit;

namespace Guzhang.Identity.Tests;

/// <summary>SEC-05: how often one caller may call, and how long a judged token is believed.</summary>
public sealed class CallerLimitTests(SampleService sample)
{
    [Fact, Trait("Req", "SEC-05")]
    public async Task Given_a_caller_over_the_limit_when_they_go_on_then_they_are_told_when_to_come_again_and_others_are_not_held_up()
    {
        await using var app = await Start();
        var address = new Uri(app.Urls.Single());
        using var busy = await sample.Tokens.ClientFor(address, "leader", sub: "busy");
        using var other = await sample.Tokens.ClientFor(address, "leader", sub: "other");
        using var subscriber = await sample.Tokens.ClientFor(address, "subscriber", sub: "subscriber-1");
        using var service = await sample.Tokens.ClientFor(address, "service", sub: "reporting");
        using var nobody = new HttpClient { BaseAddress = address };

        using var refused = await Eventually.Get(() => busy.GetAsync("/who"), answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().BePositive();

        (await Many(other, 5)).Should().Be(0, "a caller is an account, not an address");
        (await Many(subscriber, 40)).Should().Be(0);
        (await Many(service, 200)).Should().Be(0);
        (await Many(nobody, 60)).Should().BeGreaterThan(0, "who is nobody is limited by address");
        for (var i = 0; i < 20; i++)
            (await nobody.GetAsync("/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact, Trait("Req", "SEC-05")]
    public void Given_a_token_judged_good_when_it_expires_or_the_keys_are_others_then_it_is_judged_anew()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var known = new KnownTokens(time);
        var (keys, others, caller) = (new OpenIdConnectConfiguration(), new OpenIdConnectConfiguration(), new Caller("a", "leader", "433126"));
        known.Add("token", caller, time.GetUtcNow().UtcDateTime.AddMinutes(1), keys);

        known.Find("token", keys).Should().Be(caller);
        known.Find("token", others).Should().BeNull();
        known.Find("other token", keys).Should().BeNull();
        known.Find(null, keys).Should().BeNull();
        time.Advance(TimeSpan.FromMinutes(1));
        known.Find("token", keys).Should().BeNull();
    }

    private async Task<WebApplication> Start()
    {
        var app = SampleService.Create([
            .. sample.Tokens.Settings, "--urls=http://127.0.0.1:0", "--Limits:RequestsPerSecond=1", "--Limits:Burst=6",
            "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None"]);
        await app.StartAsync();
        return app;
    }

    /// <summary>How many of these calls, one after the other, were refused.</summary>
    private static async Task<int> Many(HttpClient client, int calls)
    {
        var refused = 0;
        for (var i = 0; i < calls; i++)
        {
            using var answer = await client.GetAsync("/who");
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        return refused;
    }
}
