using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using MiniExcelLibs;
using Npgsql;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>The service as it runs, behind its HTTP interface, on real PostgreSQL and RabbitMQ; the clock stands in October 2020.</summary>
public sealed class CollectionHost : IAsyncLifetime
{
    private readonly FreshDatabase _database = new();
    private readonly FreshBroker _broker = new();
    private readonly TestTokens _tokens = new();
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("collection-secrets");
    private WebApplication? _app;

    /// <summary>Another folder of policy files than the repository's.</summary>
    public string? CountyFolder { get; init; }

    /// <summary>What the clock is set to.</summary>
    public string Clock { get; init; } = "2020-10-12T09:00:00+08:00";

    public string Database => _database.ConnectionString;

    /// <summary>Settings besides, as arguments of the command line.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_database.InitializeAsync().AsTask(), _broker.InitializeAsync().AsTask(), _tokens.InitializeAsync().AsTask());
        await Start();
        using var operation = await As("operator", "operator");
        (await operation.PutAsJsonAsync("clock", new { businessTime = Clock })).EnsureSuccessStatusCode();
    }

    /// <summary>The folder of the service's keys.</summary>
    public string Secrets => _secrets.FullName;

    /// <summary>The file of those who were erased.</summary>
    public string Ledger => Path.Combine(Secrets, "erasures.ledger");

    /// <summary>Stops the service and starts it again on the same database.</summary>
    public async Task Restart()
    {
        await StopService();
        await StartAgain();
    }

    public Task StopService() => Stop();

    public Task StartAgain() => Start();

    /// <summary>Copies the database, the service being stopped meanwhile.</summary>
    public async Task Backup()
    {
        await StopService();
        await Administrate($"create database {Name}_backup template {Name}");
        await StartAgain();
    }

    /// <summary>Puts the copy in the place of the database, and starts the service on it.</summary>
    public async Task Restore()
    {
        await StopService();
        await Administrate($"drop database {Name} with (force)");
        await Administrate($"alter database {Name}_backup rename to {Name}");
        await StartAgain();
    }

    public Task<HttpClient> As(string officer, string role = "collector", string division = "433126") =>
        _tokens.ClientFor(new Uri(_app!.Urls.First()), role, division, officer);

    /// <summary>Every published event so far.</summary>
    public async Task<List<PublishedEvent>> Journal()
    {
        using var reader = await As("reader", "service");
        return [.. (await JournalText()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<PublishedEvent>(l, ContractJson.Options)!)];
    }

    /// <summary>The journal as a reader gets it, once it has what is committed: it waits for older transactions anywhere in the cluster.</summary>
    public async Task<string> JournalText()
    {
        using var reader = await As("reader", "service");
        var stored = await Scalar<long>("select count(*) from journal.events where seq is not null");
        return await Eventually.Get(
            () => reader.GetStringAsync(new Uri("journal?max=5000", UriKind.Relative)), text => text.Count(c => c == '\n') >= stored);
    }

    /// <summary>Imports rows of raw text under the labels of the printed form, and waits for the end.</summary>
    public async Task<JsonElement> Import(IEnumerable<Dictionary<string, object>> rows, string query = "", HttpClient? by = null, int? formYear = 2020)
    {
        using var file = new MemoryStream();
        await file.SaveAsAsync(rows.ToList());
        return await ImportFile(file.ToArray(), query, by, formYear: formYear);
    }

    /// <summary>Imports a file as it is, and waits for the end; a problem is answered as one.</summary>
    public async Task<JsonElement> ImportFile(byte[] file, string query = "", HttpClient? by = null, string type = Xlsx, int? formYear = 2020)
    {
        using var collector = by ?? await As("collector-1");
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new(type);
        var response = await collector.PostAsync(new Uri($"imports?{(formYear is null ? "" : $"formYear={formYear}")}{query}", UriKind.Relative), body);
        var started = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (!response.IsSuccessStatusCode)
        {
            return started;
        }

        return await Eventually.Get(
            () => collector.GetFromJsonAsync<JsonElement>($"imports/{started.GetProperty("id").GetString()}"),
            state => state.GetProperty("state").GetString() != "running");
    }

    /// <summary>The rows of a workbook by header; blank cells are "".</summary>
    public static List<Dictionary<string, string>> Sheet(byte[] workbook)
    {
        using var file = new MemoryStream(workbook);
        return [.. file.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().Select(row => row.ToDictionary(c => c.Key, c => Convert.ToString(c.Value, CultureInfo.InvariantCulture) ?? ""))];
    }

    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _tokens.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
        _secrets.Delete(recursive: true);
    }

    private string Name => new NpgsqlConnectionStringBuilder(Database).Database!;

    private async Task Administrate(string sql)
    {
        NpgsqlConnection.ClearAllPools();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database) { Database = "postgres", Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task Start()
    {
        _app = await CollectionService.Create([
            "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Database={_database.ConnectionString}",
            $"--ConnectionStrings:Broker={await _broker.ServiceAddressAsync("collection")}", "--Services:verification=http://127.0.0.1:9",
            $"--Secrets:Directory={_secrets.FullName}", "--Logging:LogLevel:Default=Error", .. _tokens.Settings,
            .. (string[])(CountyFolder is null ? [] : [$"--County:Directory={CountyFolder}"]), .. Settings]);
        await _app.StartAsync();
    }

    private async Task Stop()
    {
        if (_app is { } running)
        {
            _app = null;
            await running.StopAsync();
            await running.DisposeAsync();
        }
    }
}
