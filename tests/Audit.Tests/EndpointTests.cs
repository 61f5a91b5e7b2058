using System.Net;
using System.Net.Http.Json;
using AwesomeAssertions;
using Guzhang.Audit.Http;
using Guzhang.ServiceDefaults;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Guzhang.Audit.Tests;

/// <summary>SEC-04: the log as the auditor reads it, through a service's interface.</summary>
public sealed class EndpointTests(TestTokens tokens) : IClassFixture<TestTokens>, IAsyncLifetime
{
    private Log log = null!;
    private WebApplication app = null!;

    public async ValueTask InitializeAsync()
    {
        log = await Log.Start();
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error", $"--Audit:Witness={log.WitnessFile}", .. tokens.Settings]);
        builder.AddServiceDefaults("sample");
        builder.Services.AddSingleton(log.Source);
        builder.AddAudit();
        app = builder.Build();
        app.MapServiceDefaults();
        await app.StartAsync();
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_rows_when_the_auditor_pages_through_them_then_each_comes_once_the_newest_first_with_its_title_and_place_in_the_chain()
    {
        await log.Write(5);
        using var auditor = await As("auditor");
        await Eventually.Get(async () => (await Page(auditor, "audit")).Items.All(i => i.Seq is not null), sealedAll => sealedAll);

        var seen = new List<AuditLine>();
        for (var page = await Page(auditor, "audit?limit=2"); ; page = await Page(auditor, $"audit?limit=2&before={page.Next}"))
        {
            seen.AddRange(page.Items);
            if (page.Next is null)
            {
                break;
            }
        }

        seen.Select(line => line.Id).Should().BeInDescendingOrder().And.OnlyHaveUniqueItems().And.HaveCount(5);
        seen.Should().AllSatisfy(line => (line.Actor, line.Role, line.Title, line.Seq is not null).Should().Be(("officer-1", "task-force", "确认采集表", true)));
    }

    [Theory]
    [InlineData("action=export", 1)]
    [InlineData("action=form.confirmed", 2)]
    [InlineData("actor=officer-1", 2)]
    [InlineData("actor=nobody", 0)]
    [InlineData("subject=batch-1", 1)]
    [InlineData("subject=batch-1&actor=officer-1", 0)]
    [InlineData("to=2020-01-01T00:00:00Z", 0)]
    [InlineData("from=2020-01-01T00:00:00%2B08:00&action=export", 1)]
    public async Task Given_rows_when_they_are_filtered_then_only_those_come(string filter, int expected)
    {
        await log.Write(2);
        await new AuditTrail(log.Source).Write(new AuditEntry(new Actor("operator-1", "operator", "433126"), AuditActions.Export, "batch-1"), CancellationToken.None);
        using var auditor = await As("operator");

        (await Page(auditor, $"audit?{filter}")).Items.Should().HaveCount(expected);
    }

    [Theory]
    [InlineData("audit?limit=0")]
    [InlineData("audit?limit=1001")]
    [InlineData("audit?action=shredding")]
    [InlineData("audit?from=yesterday")]
    [InlineData("audit/proof?seq=1")]
    [InlineData("audit/proof?seq=1&seal=xyz")]
    public async Task Given_a_senseless_question_then_the_answer_says_so(string path)
    {
        using var auditor = await As("auditor");
        using var answer = await auditor.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("leader", "433126")]
    [InlineData("task-force", "433126")]
    [InlineData("auditor", "433126101")]
    public async Task Given_another_role_or_less_than_the_county_then_the_log_is_closed(string role, string division)
    {
        using var client = await As(role, division);

        (await client.GetAsync(new Uri("audit", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await client.GetAsync(new Uri("audit/proof", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await log.DisposeAsync();
    }

    private Task<HttpClient> As(string role, string division = "433126") => tokens.ClientFor(new Uri(app.Urls.Single()), role, division);

    private static async Task<AuditPage> Page(HttpClient client, string path) => (await client.GetFromJsonAsync<AuditPage>(path))!;
}
