using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost.Native;
using Guzhang.Contracts;
using Guzhang.Contracts.Subsidy;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Guzhang.Subsidy.Tests;

/// <summary>The service as it runs, behind its HTTP interface, with Collection's events coming over the broker, in October 2020.</summary>
public sealed class SubsidyHost : IAsyncLifetime
{
    private readonly FreshDatabase database = new();
    private readonly FreshBroker broker = new();
    private readonly TestTokens tokens = new();
    private readonly string county = Directory.CreateTempSubdirectory("guzhang-county-").FullName;
    private WebApplication? app;

    public FakeCollection Collection { get; private set; } = null!;

    private Uri Address => new(app!.Urls.First());

    public async ValueTask InitializeAsync()
    {
        await Prepare();
        await Start();
        await UntilClockIs(Collection.Now);
    }

    /// <summary>Everything but the service itself.</summary>
    public async Task Prepare()
    {
        foreach (var file in Directory.GetFiles(AppHost.Repository.Find().County))
        {
            File.Copy(file, Path.Combine(county, Path.GetFileName(file)));
        }

        await Task.WhenAll(database.InitializeAsync().AsTask(), broker.InitializeAsync().AsTask(), tokens.InitializeAsync().AsTask());
        Collection = await FakeCollection.Start(broker);
        await Collection.SetClock(Collection.Now);
    }

    public async Task Start()
    {
        app = await SubsidyService.Create(["--urls=http://127.0.0.1:0", .. await Settings()]);
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

    /// <summary>Another copy of the service over the same database, in a process of its own.</summary>
    public async Task<ServiceChild> StartAnother() =>
        await ServiceChild.Start("subsidy", new Uri($"http://127.0.0.1:{FreePorts.Choose([])}"), await Settings());

    public Task<HttpClient> As(string role, string division = "433126") => tokens.ClientFor(Address, role, division);

    /// <summary>How a person is screened in the newest year, as soon as an answer is by that version of the form.</summary>
    public async Task<Dictionary<string, SchemeScreening>> Screening(Person person, int version = 1)
    {
        using var reader = await As("hr-bureau");
        var answer = await Eventually.Get(
            async () =>
            {
                using var got = await reader.GetAsync(new Uri($"laborers/{person.Laborer}/screening", UriKind.Relative));
                return got.StatusCode == HttpStatusCode.NotFound ? null : await got.Content.ReadFromJsonAsync<ScreeningAnswer>();
            },
            seen => seen?.Schemes.Exists(s => s.Answers[0].FormVersion == version) == true);
        return answer!.Schemes.GroupBy(s => s.Scheme).ToDictionary(g => g.Key, g => g.First());
    }

    /// <summary>Submits and confirms a form, and answers how the person is screened.</summary>
    public async Task<Dictionary<string, SchemeScreening>> Confirmed(Person person, int version = 1)
    {
        await Collection.Publish(person.Submitted(version), person.Confirmed(version));
        return await Screening(person, version);
    }

    public async Task<SchemesAnswer> Schemes()
    {
        using var reader = await As("leader");
        return (await reader.GetFromJsonAsync<SchemesAnswer>("schemes"))!;
    }

    /// <summary>The whole list of a scheme, page by page; each page says the same total.</summary>
    public async Task<List<Line>> Qualifying(string scheme, string more = "", string role = "hr-bureau", string division = "433126", int limit = 1000)
    {
        using var reader = await As(role, division);
        var lines = new List<Line>();
        long total;
        Guid? after = null;
        do
        {
            var page = (await reader.GetFromJsonAsync<Page>($"qualifying?scheme={scheme}&limit={limit}{more}{(after is null ? "" : $"&after={after}")}"))!;
            lines.AddRange(page.Items);
            (total, after) = (page.Total, page.Next);
        }
        while (after is not null);
        lines.Should().HaveCount((int)total);
        return lines;
    }

    /// <summary>What the service has published about a person.</summary>
    public async Task<List<PublishedEvent>> Published(Person person)
    {
        using var service = await As("service");
        var lines = await service.GetStringAsync(new Uri($"journal?aggregate=qualification-{person.Laborer}", UriKind.Relative));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<PublishedEvent>(l, ContractJson.Options)!)];
    }

    /// <summary>The same as what it says, of one scheme.</summary>
    public async Task<List<QualificationChanged>> Said(Person person, string scheme) =>
        [.. (await Published(person)).Select(e => e.Read<QualificationChanged>()).Where(s => s.Scheme == scheme)];

    /// <summary>Has the tables made anew and waits for the end.</summary>
    public async Task<Rebuilt> Rebuild(bool swap = false)
    {
        using var operation = await As("operator");
        using var begun = await operation.PostAsync(new Uri($"rebuild?swap={swap}", UriKind.Relative), null);
        begun.StatusCode.Should().Be(HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync());
        return await Eventually.Get(
            async () => (await operation.GetFromJsonAsync<Rebuilt>("rebuild"))!, r => r.State != "running", within: TimeSpan.FromMinutes(2));
    }

    /// <summary>Asks the service's database.</summary>
    public async Task<T> Scalar<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Changes rows by hand.</summary>
    public async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        (await command.ExecuteNonQueryAsync()).Should().BePositive();
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

    private async Task UntilClockIs(DateTimeOffset time)
    {
        using var reader = await As("hr-bureau");
        var shown = await Eventually.Get(
            async () => (await reader.GetFromJsonAsync<JsonElement>("clock")).GetProperty("businessTime").GetDateTimeOffset(), now => now.Date == time.Date);
        shown.Date.Should().Be(time.Date);
    }

    private async Task<string[]> Settings() =>
    [
        $"--ConnectionStrings:Database={database.ConnectionString}", $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync("subsidy")}",
        $"--Services:collection={Collection.Address}", "--Logging:LogLevel:Default=Error", .. tokens.Settings, $"--County:Directory={county}",
    ];

    private async Task Stop()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            app = null;
        }
    }
}

public sealed record SchemesAnswer(string Policy, bool Demo, string? Notice, List<SchemeLine> Schemes);

public sealed record SchemeLine(
    string Id, string Name, string Clause, string Approver, string ApproverName, List<string> Documents, bool InForce, DateOnly? From, DateOnly? To,
    List<string> Conditions, decimal? Yuan, bool Payable, string Note);

public sealed record Page(long Total, List<Line> Items, Guid? Next, string? Notice);

public sealed record Line(
    Guid Laborer, string Town, string? Village, bool Qualifies, DateTimeOffset Since, int FormVersion, string Policy, List<ConditionLine> Conditions);

public sealed record ConditionLine(string Condition, bool Met, string Says);

public sealed record ScreeningAnswer(Guid Laborer, string Town, string? Note, string? Notice, List<SchemeScreening> Schemes);

public sealed record SchemeScreening(string Scheme, string Name, int FormYear, bool Qualifies, List<Step> Answers)
{
    /// <summary>Conditions of the present answer that are missed.</summary>
    public IEnumerable<string> Missed => Answers[0].Conditions.Where(c => !c.Met).Select(c => c.Condition);

    /// <summary>The sentence about a condition of the present answer.</summary>
    public string Says(string condition) => Answers[0].Conditions.Single(c => c.Condition == condition).Says;
}

public sealed record Step(DateTimeOffset At, bool Qualifies, string Says, int FormVersion, string Policy, List<ConditionLine> Conditions);

public sealed record Rebuilt(string State, bool? Equal, bool Swapped, Dictionary<string, string> Positions, List<Compared> Tables, string? Message)
{
    public override string ToString() => $"{State} {Message} {JsonSerializer.Serialize(Tables)}";
}

public sealed record Compared(string Table, long? LiveRows, long? RebuiltRows, long Differing, List<JsonElement> First);
