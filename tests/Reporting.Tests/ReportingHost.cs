using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Guzhang.Reporting.Tests;

/// <summary>The service as it runs, behind its HTTP interface, with Collection's events coming over the broker.</summary>
public sealed class ReportingHost : IAsyncLifetime
{
    private readonly FreshDatabase database = new();
    private readonly FreshBroker broker = new();
    private readonly TestTokens tokens = new();
    private readonly string county = Directory.CreateTempSubdirectory("guzhang-county-").FullName;
    private WebApplication? app;

    public FakeCollection Collection { get; private set; } = null!;

    public WebApplication ScratchApp => app!;
    private Uri Address => new(app!.Urls.First());

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(CountyFolder()))
        {
            File.Copy(file, Path.Combine(county, Path.GetFileName(file)));
        }

        await Task.WhenAll(database.InitializeAsync().AsTask(), broker.InitializeAsync().AsTask(), tokens.InitializeAsync().AsTask());
        Collection = await FakeCollection.Start(broker);
        await Start();
    }

    /// <summary>Stops the service and starts it again with an edited policy file.</summary>
    public async Task RestartWith(string file, string replace, string by)
    {
        var path = Path.Combine(county, file);
        var text = await File.ReadAllTextAsync(path);
        text.Should().Contain(replace);
        await File.WriteAllTextAsync(path, text.Replace(replace, by, StringComparison.Ordinal));
        await Stop();
        await Start();
    }

    public Task<HttpClient> As(string role, string division = "433126") => tokens.ClientFor(Address, role, division);

    public async Task<Dispatch> Dispatch(string role = "leader", string division = "433126")
    {
        using var reader = await As(role, division);
        return (await reader.GetFromJsonAsync<Dispatch>("dispatch?formYear=2020"))!;
    }

    /// <summary>The table as soon as its total satisfies the question.</summary>
    public Task<Dispatch> DispatchWhen(Func<Dispatch, bool> enough) => Eventually.Get(() => Dispatch(), enough);

    /// <summary>Everybody behind a figure, page by page.</summary>
    public async Task<List<Listed>> People(string column, string? town = null, int limit = 1000)
    {
        using var reader = await As("leader");
        var people = new List<Listed>();
        Guid? after = null;
        do
        {
            var page = (await reader.GetFromJsonAsync<Page>(
                $"dispatch/{column}/people?formYear=2020&limit={limit}{(town is null ? "" : $"&town={town}")}{(after is null ? "" : $"&after={after}")}"))!;
            people.AddRange(page.People);
            after = page.Next;
            page.People.Count.Should().BeLessThanOrEqualTo(limit);
        }
        while (after is not null);
        return people;
    }

    /// <summary>Publishes, waits until the table has taken it in, and answers it: a refusal of its own on every partition comes last.</summary>
    public async Task<Dispatch> After(params IReadOnlyList<PublishedFact> facts)
    {
        await Collection.Publish(facts);
        var markers = Enumerable.Range(0, 40).Select(_ => RefusedRow.New()).ToList();
        await Collection.Publish([.. markers.Select(m => m.Refused())]);
        var ids = markers.Select(m => (Guid?)m.Refusal).ToHashSet();
        await Eventually.Get(() => People("refused"), people => people.Count(p => ids.Contains(p.Refusal)) == ids.Count);
        await Collection.Publish([.. markers.Select(m => m.Resolved())]);
        await Eventually.Get(() => People("refused"), people => !people.Exists(p => ids.Contains(p.Refusal)));
        return await Dispatch();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Collection.DisposeAsync();
        await tokens.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(county, recursive: true);
    }

    private async Task Start()
    {
        app = await ReportingService.Create([
            "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Database={database.ConnectionString}", $"--County:Directory={county}",
            $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync("reporting")}", $"--Services:collection={Collection.Address}",
            "--Logging:LogLevel:Default=Warning", .. tokens.Settings]);
        await app.StartAsync();

        // Until the bus has started it can't be stopped either, and would go on beside the next.
        using var anybody = new HttpClient { BaseAddress = Address };
        await Eventually.Get(
            async () =>
            {
                using var answer = await anybody.GetAsync(new Uri("health/ready", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            },
            ready => ready);
    }

    private async Task Stop()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
    }

    private static string CountyFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "county", "guzhang")))
            {
                return Path.Combine(folder.FullName, "county", "guzhang");
            }
        }

        throw new DirectoryNotFoundException("county/guzhang");
    }
}

public sealed record Dispatch(
    DateTimeOffset AsOf, Dictionary<string, string> Positions, List<Title> Columns, List<Line> Lines, Dictionary<string, long> Total)
{
    public Line Of(string? town) => Lines.Single(l => l.Town == town);
}

public sealed record Title(string Key, [property: System.Text.Json.Serialization.JsonPropertyName("title")] string Text);

public sealed record Line(string? Town, string Name, Dictionary<string, long> Figures);

public sealed record Page(long Total, List<Listed> People, Guid? Next);

public sealed record Listed(
    Guid? Laborer, Guid? Refusal, string? Town, string? State, bool? Warned, string? Category, string? Place, bool? WorkingNow,
    int? Row, List<JsonElement>? Broken);
