using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Contracts;
using Microsoft.AspNetCore.Builder;

namespace Guzhang.Verification.Tests;

/// <summary>The service as it runs, behind its HTTP interface, with Collection's events coming over the broker.</summary>
public sealed class VerificationHost : IAsyncLifetime
{
    private readonly FreshDatabase database = new();
    private readonly FreshBroker broker = new();
    private readonly TestTokens tokens = new();
    private WebApplication app = null!;

    public FakeCollection Collection { get; private set; } = null!;

    /// <summary>The service's database, for what no interface shows.</summary>
    public string Database => database.ConnectionString;

    private Uri Address => new(app.Urls.First());

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(database.InitializeAsync().AsTask(), broker.InitializeAsync().AsTask(), tokens.InitializeAsync().AsTask());
        Collection = await FakeCollection.Start(broker);
        app = await VerificationService.Create([
            "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Database={database.ConnectionString}",
            $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync("verification")}", $"--Services:collection={Collection.Address}",
            "--Logging:LogLevel:Default=Warning", .. tokens.Settings]);
        await app.StartAsync();
    }

    public Task<HttpClient> As(string officer, string role = "task-force", string division = "433126") =>
        tokens.ClientFor(Address, role, division, officer);

    /// <summary>Waits until the work list shows these people in this state and version.</summary>
    public async Task Until(string state, int version, params IEnumerable<Person> people)
    {
        using var reader = await As("reader");
        var wanted = people.Select(p => p.Laborer).ToHashSet();
        var seen = await Eventually.Get(
            async () => (await All(reader, state)).Where(line => line.FormVersion == version).Select(line => line.Laborer).ToHashSet(),
            wanted.IsSubsetOf);
        seen.Should().Contain(wanted);
    }

    public async Task<WorkLine> Line(Person person)
    {
        using var reader = await As("reader");
        foreach (var state in new[] { "waiting", "decided", "confirmed", "returned" })
        {
            if ((await All(reader, state)).Find(line => line.Laborer == person.Laborer) is { } line)
            {
                return line;
            }
        }

        throw new InvalidOperationException("not on the work list");
    }

    public static async Task<List<WorkLine>> All(HttpClient reader, string state, string more = "")
    {
        var lines = new List<WorkLine>();
        Guid? after = null;
        do
        {
            var page = (await reader.GetFromJsonAsync<WorkPage>($"work?state={state}&limit=1000{After(after)}{more}"))!;
            lines.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return lines;
    }

    public static string After(Guid? after) => after is null ? "" : $"&after={after}";

    /// <summary>What the service has published about a person's work.</summary>
    public async Task<List<PublishedEvent>> Published(Person person)
    {
        using var service = await As("verification", "service");
        var lines = await service.GetStringAsync(new Uri($"journal?aggregate=work-{person.Laborer}", UriKind.Relative));
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<PublishedEvent>(l, ContractJson.Options)!)];
    }

    /// <summary>Confirms over HTTP and answers the results.</summary>
    public async Task<List<Result>> Confirm(string officer, params (Person Person, int Version)[] forms)
    {
        using var client = await As(officer);
        using var answer = await client.PostAsJsonAsync("confirmations", new { items = Items(forms) });
        return await Results(answer);
    }

    public async Task<List<Result>> Return(string officer, string[] reasons, params (Person Person, int Version)[] forms)
    {
        using var client = await As(officer);
        using var answer = await client.PostAsJsonAsync("returns", new { items = Items(forms), reasons });
        return await Results(answer);
    }

    /// <summary>Has the work list made anew and waits for the end.</summary>
    public async Task<Rebuilt> Rebuild(bool swap = false)
    {
        using var operation = await As("operator-1", "operator");
        using var begun = await operation.PostAsync(new Uri($"rebuild?swap={swap}", UriKind.Relative), null);
        begun.StatusCode.Should().Be(HttpStatusCode.Accepted, await begun.Content.ReadAsStringAsync());
        for (var looked = 1; ; looked++)
        {
            var rebuilt = await Eventually.Get(async () => (await operation.GetFromJsonAsync<Rebuilt>("rebuild"))!, r => r.State != "running");
            if (rebuilt.State != "running" || looked == 4)
            {
                return rebuilt;
            }
        }
    }

    private static object[] Items((Person Person, int Version)[] forms) =>
        [.. forms.Select(f => new { laborer = f.Person.Laborer, formVersion = f.Version })];

    private static async Task<List<Result>> Results(HttpResponseMessage answer)
    {
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Answer>())!.Results;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Collection.DisposeAsync();
        await tokens.DisposeAsync();
        await broker.DisposeAsync();
        await database.DisposeAsync();
    }

    private sealed record Answer(List<Result> Results);
}

public sealed record Result(Guid Laborer, int FormVersion, string Outcome, string? Rule, string? Message);

public sealed record WorkPage(List<WorkLine> Items, Guid? Next, long Total);

public sealed record WorkLine(
    Guid Laborer, int FormVersion, string Town, string? Village, string Collector, List<Mark> Warnings, List<string> ChangedFields,
    string State, string? RefusedRule, string? Officer, List<string>? Reasons);

public sealed record Mark(string Rule, string Field);

public sealed record Rebuilt(string State, bool? Equal, bool Swapped, long Events, Dictionary<string, string> Positions, List<Compared> Tables, string? Message)
{
    public override string ToString() => $"{State} {Message} {JsonSerializer.Serialize(Tables)}";
}

public sealed record Compared(string Table, long? LiveRows, long? RebuiltRows, long Differing, List<DifferentRow> First);

public sealed record DifferentRow(Dictionary<string, JsonElement> Key, Dictionary<string, JsonElement>? Live, Dictionary<string, JsonElement>? Rebuilt);
