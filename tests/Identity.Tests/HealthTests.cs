using System.Net;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class HealthTests(SampleService sample, FreshDatabase database) : IClassFixture<FreshDatabase>
{
    [Fact]
    public async Task Given_a_database_that_answers_when_health_is_asked_then_the_service_is_ready()
    {
        var (live, ready, body) = await Ask(database.ConnectionString);

        (live, ready).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK));
        body.Should().Be("""{"status":"Healthy","checks":{"database":"Healthy"}}""");
    }

    [Fact]
    public async Task Given_a_database_that_is_down_when_health_is_asked_then_the_service_lives_but_is_not_ready_and_says_no_more()
    {
        var (live, ready, body) = await Ask($"Host=127.0.0.1;Port={FreePorts.Choose([])};Username=someone;Password=hunter2;Database=x");

        (live, ready).Should().Be((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable));
        body.Should().Be("""{"status":"Unhealthy","checks":{"database":"Unhealthy"}}""");
    }

    private async Task<(HttpStatusCode Live, HttpStatusCode Ready, string Body)> Ask(string connection)
    {
        await using var app = SampleService.Create([
            .. sample.Tokens.Settings, "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Database={connection}",
            "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None"]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var live = await http.GetAsync("/health/live");
        using var ready = await http.GetAsync("/health/ready");
        return (live.StatusCode, ready.StatusCode, await ready.Content.ReadAsStringAsync());
    }
}
