using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost.Native;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Guzhang.Reporting.Tests;

/// <summary>The service as it runs, behind its HTTP interface, with the events of those it follows coming over the broker.</summary>
public sealed class ReportingHost : IAsyncLifetime
{
    private readonly FreshDatabase database = new();
    private readonly FreshBroker broker = new();
    private readonly TestTokens tokens = new();
    private readonly string county = Directory.CreateTempSubdirectory("guzhang-county-").FullName;
    private WebApplication? app;

    public FakeCollection Collection { get; private set; } = null!;

    public FakeCollection Subsidy { get; private set; } = null!;

    public FakeCollection JobMatching { get; private set; } = null!;

    /// <summary>The service's database, for what no interface shows.</summary>
    public string Database => database.ConnectionString;

    private Uri Address => new(app!.Urls.First());

    public async ValueTask InitializeAsync()
    {
        foreach (var file in Directory.GetFiles(CountyFolder()))
        {
            File.Copy(file, Path.Combine(county, Path.GetFileName(file)));
        }

        await Task.WhenAll(database.InitializeAsync().AsTask(), broker.InitializeAsync().AsTask(), tokens.InitializeAsync().AsTask());
        Collection = await FakeCollection.Start(broker);
        Subsidy = await FakeCollection.Start(broker, "subsidy");
        JobMatching = await FakeCollection.Start(broker, "jobmatching");
        await Start();
    }

    /// <summary>Stops the service and starts it again with an edited policy file.</summary>
    public async Task RestartWith(string file, string replace, string by)
    {
        var text = await Policy(file);
        text.Should().Contain(replace);
        await RestartWith(file, text.Replace(replace, by, StringComparison.Ordinal));
    }

    /// <summary>The same with another text in place of a policy file's.</summary>
    public async Task RestartWith(string file, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(county, file), text);
        await Stop();
        await Start();
    }

    /// <summary>A policy file as it is now.</summary>
    public Task<string> Policy(string file) => File.ReadAllTextAsync(Path.Combine(county, file));

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

    /// <summary>Publishes everything that Subsidy and JobMatching can say, and waits until it is taken in; answers the last of it.</summary>
    public async Task<(Qualification Person, FollowUp Case)> Standings(string town = "433126101")
    {
        var people = Enumerable.Range(0, 5).Select(_ => Qualification.New() with { Town = town }).ToList();
        var cases = Enumerable.Range(0, 6).Select(_ => FollowUp.New() with { Town = town }).ToList();
        await Subsidy.Publish(
        [
            .. people.Select(p => p.Says("transport", true)), .. people.Take(3).Select(p => p.Says("job-seeking", true)),
            people[0].Says("transport", false, 2), people[1].Says("transport", false, 2), people[1].Says("transport", true, 3),
        ]);
        await JobMatching.Publish(
        [
            .. cases.Select(c => c.Opened()), cases[0].Escalated(24), cases[0].Escalated(72, breach: true), cases[1].Closed("placed", inTime: true),
            cases[2].Escalated(72, breach: true), cases[2].Closed("placed", inTime: false, breach: true), cases[3].Closed("refused"),
            cases[4].Closed("exited"), (cases[0] with { Case = Guid.NewGuid() }).Opened(),
        ]);
        await Eventually.Get(
            async () => (await Scalar<long>($"select count(*) from reporting.facts where source = 'subsidy' and town = '{town}'"),
                await Scalar<long>($"select count(*) from reporting.facts where source = 'jobmatching' and town = '{town}'")),
            facts => facts.Item1 >= 11 && facts.Item2 >= 14);
        return (people[^1], cases[^1]);
    }

    /// <summary>Another copy of the service over the same database, in a process of its own; and an operator's client of it.</summary>
    public async Task<(ServiceChild Copy, HttpClient Operator)> StartAnother()
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.Choose([])}");
        return (await ServiceChild.Start("reporting", address, await Settings()), await tokens.ClientFor(address, "operator"));
    }

    /// <summary>Has the tables made anew and waits for the end.</summary>
    public async Task<Rebuilt> Rebuild(bool swap = false)
    {
        using var operation = await As("operator");
        using var begun = await operation.PostAsync(new Uri($"rebuild?swap={swap}", UriKind.Relative), null);
        begun.StatusCode.Should().Be(HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync());
        for (var looked = 1; ; looked++)
        {
            // Longer than other things take: it may wait for a live inbox that stands still.
            var rebuilt = await RebuildWhen(r => r.State != "running");
            if (rebuilt.State != "running" || looked == 4)
            {
                return rebuilt;
            }
        }
    }

    /// <summary>The rebuild as soon as it satisfies the question.</summary>
    public async Task<Rebuilt> RebuildWhen(Func<Rebuilt, bool> enough)
    {
        using var operation = await As("operator");
        return await Eventually.Get(async () => (await operation.GetFromJsonAsync<Rebuilt>("rebuild"))!, enough);
    }

    /// <summary>Asks the service's database.</summary>
    public async Task<T> Scalar<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Changes rows by hand.</summary>
    public async Task Execute(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var command = database.CreateCommand(sql);
        (await command.ExecuteNonQueryAsync()).Should().BePositive();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Collection.DisposeAsync();
        await Subsidy.DisposeAsync();
        await JobMatching.DisposeAsync();
        await tokens.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(county, recursive: true);
    }

    private async Task Start()
    {
        app = await ReportingService.Create(["--urls=http://127.0.0.1:0", .. await Settings()]);
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

    private async Task<string[]> Settings() =>
    [
        $"--ConnectionStrings:Database={database.ConnectionString}",
        $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync("reporting")}", $"--Services:collection={Collection.Address}",
        $"--Services:subsidy={Subsidy.Address}", $"--Services:jobmatching={JobMatching.Address}", "--Logging:LogLevel:Default=Warning", .. tokens.Settings, $"--County:Directory={county}",
    ];

    private async Task Stop()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
    }

    public static string CountyFolder()
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
    Guid? Laborer, Guid? Refusal, Guid? Case, string? Town, string? State, bool? Warned, string? Category, string? Place, bool? WorkingNow,
    int? Row, List<JsonElement>? Broken, string? Scheme, string? FollowUp, bool? InTime, bool? Breach);

public sealed record Rebuilt(
    string State, string? Step, bool? Equal, bool Swapped, long Events, Dictionary<string, string> Positions, List<Compared> Tables, string? Message)
{
    public Compared Of(string table) => Tables.Single(t => t.Table == table);
}

public sealed record Compared(string Table, long? LiveRows, long? RebuiltRows, long Differing, List<DifferentRow> First);

public sealed record DifferentRow(Dictionary<string, JsonElement> Key, Dictionary<string, JsonElement>? Live, Dictionary<string, JsonElement>? Rebuilt);
