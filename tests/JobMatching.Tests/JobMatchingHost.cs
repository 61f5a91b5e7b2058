using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost.Native;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Guzhang.JobMatching.Tests;

/// <summary>
/// The service as it runs, behind its HTTP interface, with Collection's events coming over the broker, from 12 October 2020
/// on; tests move the business clock forward.
/// </summary>
public sealed class JobMatchingHost : IAsyncLifetime
{
    private readonly FreshDatabase database = new();
    private readonly FreshBroker broker = new();
    private readonly TestTokens tokens = new();
    private readonly string county = Directory.CreateTempSubdirectory("guzhang-county-").FullName;
    private WebApplication? app;

    public FakeCollection Collection { get; private set; } = null!;

    private Uri Address { get; set; } = null!;

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

    /// <summary>Starts the service in this process.</summary>
    public async Task Start()
    {
        app = await JobMatchingService.Create(["--urls=http://127.0.0.1:0", .. await Settings()]);
        await app.StartAsync();
        Address = new Uri(app.Urls.First());

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

    public async Task Stop()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
            app = null;
        }
    }

    /// <summary>A copy of the service over the same database, in a process of its own; from now on tests ask this one where none runs here.</summary>
    public async Task<ServiceChild> StartAnother()
    {
        var address = new Uri($"http://127.0.0.1:{FreePorts.Choose([])}");
        var child = await ServiceChild.Start("jobmatching", address, await Settings());
        Address = app is null ? address : Address;
        return child;
    }

    /// <summary>Replaces text of a policy file; the next start goes by it.</summary>
    public async Task Edit(string file, string replace, string by)
    {
        var path = Path.Combine(county, file);
        var text = await File.ReadAllTextAsync(path);
        text.Should().Contain(replace);
        await File.WriteAllTextAsync(path, text.Replace(replace, by, StringComparison.Ordinal));
    }

    /// <summary>Moves the business clock forward from where it was set last, and waits until the service shows it.</summary>
    public async Task Advance(double hours)
    {
        await Collection.SetClock(Collection.Now.AddHours(hours));
        await UntilClockIs(Collection.Now);
    }

    public async Task UntilClockIs(DateTimeOffset time)
    {
        using var reader = await As("hr-bureau");
        var shown = await Eventually.Get(
            async () => (await reader.GetFromJsonAsync<JsonElement>("clock")).GetProperty("businessTime").GetDateTimeOffset(),
            now => now >= time && now < time.AddHours(1));
        shown.Should().BeOnOrAfter(time).And.BeBefore(time.AddHours(1));
    }

    public Task<HttpClient> As(string role, string division = "433126", string? officer = null) => tokens.ClientFor(Address, role, division, officer);

    /// <summary>Somebody on record: in the table of people with that version of their form.</summary>
    public async Task Known(Person person, int version = 1, int year = 2020)
    {
        await Collection.Publish(person.Submitted(version, year));
        await UntilKnown(person, version);
    }

    public async Task UntilKnown(Person person, int version = 1) =>
        (await Eventually.Get(
            () => Scalar<long>($"select count(*) from jobmatching.people where laborer = '{person.Laborer}' and form_version >= {version}"), n => n == 1))
        .Should().Be(1);

    /// <summary>The person's only case, as soon as it satisfies the question.</summary>
    public async Task<CaseLine> CaseOf(Person person, Func<CaseLine, bool>? enough = null)
    {
        var found = await Eventually.Get(() => CasesOf(person), cases => cases.Count > 0 && (enough is null || enough(cases[^1])));
        return found.Should().ContainSingle().Subject;
    }

    /// <summary>Every case of a person, the oldest first.</summary>
    public async Task<List<CaseLine>> CasesOf(Person person)
    {
        // By their ids: a case that ends between two lists would be in both.
        var ids = await Scalar<Guid[]>($"select coalesce(array_agg(id order by first_reported_at), '{{}}') from jobmatching.cases where laborer = '{person.Laborer}'");
        using var reader = await As("hr-bureau");
        var cases = new List<CaseLine>();
        foreach (var id in ids)
        {
            cases.Add((await reader.GetFromJsonAsync<History>($"cases/{id}"))!.Case);
        }

        return cases;
    }

    /// <summary>A whole list, page by page; each page says the same total.</summary>
    public async Task<List<CaseLine>> All(string state, string more = "", string role = "hr-bureau", string division = "433126", int limit = 1000)
    {
        using var reader = await As(role, division);
        var cases = new List<CaseLine>();
        long total;
        Guid? after = null;
        do
        {
            var page = (await reader.GetFromJsonAsync<Page>($"cases?state={state}&limit={limit}{more}{(after is null ? "" : $"&after={after}")}"))!;
            cases.AddRange(page.Items);
            (total, after) = (page.Total, page.Next);
        }
        while (after is not null);
        cases.Should().HaveCount((int)total);
        return cases;
    }

    public async Task<History> History(CaseLine of)
    {
        using var reader = await As("hr-bureau");
        return (await reader.GetFromJsonAsync<History>($"cases/{of.Id}"))!;
    }

    /// <summary>Sends a command and answers status and body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> Post(string path, object body, string role = "town-clerk", string division = "433126", string? officer = null)
    {
        using var client = await As(role, division, officer);
        using var answer = await client.PostAsJsonAsync(path, body);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A command that has to be accepted; answers the case after it.</summary>
    public async Task<CaseLine> Do(string path, object body, string role = "town-clerk", string? officer = null)
    {
        var (status, text) = await Post(path, body, role, officer: officer);
        status.Should().BeOneOf([HttpStatusCode.OK, HttpStatusCode.Created], text);
        return JsonSerializer.Deserialize<CaseLine>(text, JsonSerializerOptions.Web)!;
    }

    /// <summary>What the service has published about a case.</summary>
    public async Task<List<PublishedEvent>> Published(CaseLine of)
    {
        using var service = await As("service");
        var lines = await service.GetStringAsync(new Uri($"journal?aggregate=case-{of.Id}", UriKind.Relative));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<PublishedEvent>(l, ContractJson.Options)!)];
    }

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

    private async Task<string[]> Settings() =>
    [
        $"--ConnectionStrings:Database={database.ConnectionString}", $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync("jobmatching")}",
        $"--Services:collection={Collection.Address}", "--Logging:LogLevel:Default=Error", .. tokens.Settings, $"--County:Directory={county}",
    ];
}

/// <summary>People whom the follow-up is about.</summary>
public static class Returnees
{
    /// <summary>Back from another province, out of work since 1 October, willing; 不挑不拣 or not.</summary>
    public static Person New(bool notPicky = true) => Person.New() with { Facts = Home(notPicky) };

    public static FormFacts Home(bool notPicky = true) =>
        Person.Home("out-of-province") with { WillingToWork = true, NotPicky = notPicky, UnemployedSince = "2020-10-01" };

    /// <summary>The same person at work again.</summary>
    public static Person AtWork(this Person person, string? since = "2020-10-13") =>
        person with { Facts = Person.Away("out-of-province") with { EmployedSince = since } };
}

public sealed record Page(long Total, List<CaseLine> Items, Guid? Next);

public sealed record CaseLine(
    Guid Id, Guid Laborer, int FormYear, string State, string StateText, string Town, string? Village, string? Officer, DateTimeOffset FirstReportedAt,
    string? ReturnedOn, string? OutOfWorkSince, bool NotPicky, int Stage, DateTimeOffset DueAt, DateTimeOffset? NextStageAt, bool Breach, bool? InTime,
    DateTimeOffset? ClosedAt, string Policy);

public sealed record History(CaseLine Case, [property: System.Text.Json.Serialization.JsonPropertyName("history")] List<Step> Steps)
{
    public IEnumerable<string> Says => Steps.Select(s => s.Says);
}

public sealed record Step(DateTimeOffset At, string What, string Says, string? By);

public sealed record Rebuilt(string State, bool? Equal, bool Swapped, Dictionary<string, string> Positions, List<Compared> Tables, string? Message)
{
    public override string ToString() => $"{State} {Message} {JsonSerializer.Serialize(Tables)}";
}

public sealed record Compared(string Table, long? LiveRows, long? RebuiltRows, long Differing, List<JsonElement> First);
