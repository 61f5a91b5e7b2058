using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Journal.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guzhang.Journal.Tests.Postgres;

/// <summary>GET /journal as others read it, over a life that was left.</summary>
[Collection(nameof(OwnCluster))]
[Trait("Req", "COL-16")]
[Trait("Req", "EVT-03")]
public sealed class JournalHttpTests(OwnCluster cluster) : IAsyncLifetime
{
    private JournalDatabase journal = null!;
    private JournalDatabase restored = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;
    private Position fork;
    private Position lost;

    public async ValueTask InitializeAsync()
    {
        journal = await JournalDatabase.Create(cluster.Admin);
        fork = (await journal.AppendEach(EventTypes.RefusalResolved, EventTypes.RefusalResolved))[^1].Position;
        var dump = await journal.Dump();
        restored = await JournalDatabase.Restore(cluster.Admin, dump);
        File.Delete(dump);
        lost = (await journal.AppendEach(EventTypes.RowRefused))[^1].Position;
        await restored.AppendEach(EventTypes.RowRefused);

        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IEventStore>(restored.Store).AddSingleton(new JournalOptions("collection", JournalOptions.AsStored));
        app = builder.Build();
        app.MapJournal();
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        await restored.DisposeAsync();
        await journal.DisposeAsync();
    }

    [Theory]
    [InlineData("journal?from={0}")]
    [InlineData("journal?from={0}&live=true")]
    [InlineData("journal/heads?from={0}")]
    public async Task Given_a_position_that_the_restore_lost_the_answer_is_409_with_the_fork_from_which_reading_goes_on(string path)
    {
        using var refused = await http.GetAsync(Address(path, lost.ToString()), HttpCompletionOption.ResponseHeadersRead);

        refused.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("fork").GetString().Should().Be(fork.ToString());
        problem.GetProperty("title").GetString().Should().Be("位置来自已废弃的时间线");

        using var page = await http.GetAsync(Address("journal?from={0}", problem.GetProperty("fork").GetString()!));
        page.StatusCode.Should().Be(HttpStatusCode.OK);
        var line = JsonSerializer.Deserialize<PublishedEvent>(await page.Content.ReadAsStringAsync(), ContractJson.Options)!;
        line.Type.Should().Be(EventTypes.RowRefused);
        page.Headers.GetValues("Guzhang-Position").Single().Should().Be(line.Position);
        Position.Parse(line.Position).Should().BeGreaterThan(lost);
    }

    [Theory]
    [InlineData("1-2")]
    [InlineData("nonsense")]
    [InlineData("1-2-3.")]
    public async Task Given_a_position_that_is_none_the_answer_is_400(string position)
    {
        using var refused = await http.GetAsync(Address("journal?from={0}", position));

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private static Uri Address(string path, string position) => new(path.Replace("{0}", position, StringComparison.Ordinal), UriKind.Relative);
}
