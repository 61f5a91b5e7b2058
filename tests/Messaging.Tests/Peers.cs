using System.Collections.Concurrent;
using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Inbox;
using Guzhang.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guzhang.Messaging.Tests;

/// <summary>A service that publishes: journal, relay and /journal over real PostgreSQL and RabbitMQ.</summary>
internal sealed class Publisher : IAsyncDisposable
{
    private readonly FreshDatabase _database;
    private readonly WebApplication _app;

    private Publisher(FreshDatabase database, WebApplication app) => (_database, _app) = (database, app);

    public Uri Address => new(_app.Urls.First());

    public string Database => _database.ConnectionString;

    public IServiceJournal Journal => _app.Services.GetRequiredService<IServiceJournal>();

    public static async Task<Publisher> Start(FreshBroker broker, Action<WebApplicationBuilder>? keeping = null)
    {
        var database = await FreshDatabase.CreateAsync();
        Guzhang.Journal.Database.Migrate(database.ConnectionString, typeof(Publisher).Assembly);
        var builder = Peer.Builder(database, broker);
        keeping?.Invoke(builder);
        builder.AddJournal(new JournalOptions("collection", JournalOptions.AsStored), Elsewhere.Store);
        builder.AddMessaging(publishes: "collection", consumer: "collection", follows: []);
        var app = builder.Build();
        app.MapJournal();
        await app.StartAsync();
        return new Publisher(database, app);
    }

    /// <summary>Appends one event to each of the aggregates, in order.</summary>
    public async Task Append(params string[] aggregates)
    {
        foreach (var aggregate in aggregates)
        {
            await Journal.Append([Event(aggregate)], default);
        }
    }

    public static StreamAppend Event(string aggregate) => new(
        aggregate, Expected.Any,
        [new NewEvent(Guid.NewGuid(), EventTypes.RefusalResolved, $$"""{"refusal":"{{Guid.NewGuid()}}"}""")],
        DateTimeOffset.UtcNow, System.Diagnostics.Activity.Current?.Id);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>A service that consumes, and writes what it took in into a table.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly FreshDatabase _database;
    private readonly WebApplication _app;

    private Subscriber(FreshDatabase database, WebApplication app) => (_database, _app) = (database, app);

    /// <summary>Aggregates whose events the handler refuses.</summary>
    public ConcurrentDictionary<string, bool> Poisoned { get; } = new();

    public InboxProcessor Inbox => _app.Services.GetRequiredService<InboxProcessor>();

    public static async Task<Subscriber> Start(FreshBroker broker, Publisher publisher, TimeSpan? grace = null)
    {
        var database = await FreshDatabase.CreateAsync();
        Guzhang.Journal.Database.Migrate(database.ConnectionString, typeof(Subscriber).Assembly);
        await using (var source = NpgsqlDataSource.Create(database.ConnectionString))
        await using (var command = source.CreateCommand("create table taken (n bigserial, aggregate text, seq bigint, trace text)"))
        {
            await command.ExecuteNonQueryAsync();
        }

        Subscriber? self = null;
        var builder = Peer.Builder(database, broker);
        builder.Services.AddHttpClient("collection", http => http.BaseAddress = publisher.Address);
        builder.AddInbox(_ => new InboxOptions("reporting", ["collection"], (events, connection, cancel) => self!.Take(events, connection, cancel))
        {
            Grace = grace ?? TimeSpan.FromMinutes(10),
        });
        builder.AddMessaging(publishes: null, consumer: "reporting", follows: ["collection"]);
        var app = builder.Build();
        self = new Subscriber(database, app);
        await app.StartAsync();
        return self;
    }

    public async Task<IReadOnlyList<(string Aggregate, long Seq)>> Taken(int atLeast = 0)
    {
        var taken = new List<(string, long)>();
        await Eventually.True(async () =>
        {
            taken = await Query("select aggregate, seq from taken order by n", r => (r.GetString(0), r.GetInt64(1)));
            return taken.Count >= atLeast;
        });
        return taken;
    }

    public async Task<List<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task Take(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var e in events)
        {
            await using var command = new NpgsqlCommand("insert into taken (aggregate, seq, trace) values ($1, $2, $3)", connection);
            command.Parameters.Add(new() { Value = e.Aggregate });
            command.Parameters.Add(new() { Value = e.Seq });
            command.Parameters.Add(new() { Value = (object?)e.TraceParent ?? DBNull.Value });
            await command.ExecuteNonQueryAsync(cancel);
            if (Poisoned.ContainsKey(e.Aggregate))
            {
                throw new InvalidDataException("this event can't be applied");
            }
        }
    }
}

internal static class Peer
{
    public static WebApplicationBuilder Builder(FreshDatabase database, FreshBroker broker)
    {
        var builder = WebApplication.CreateBuilder(
            ["--urls=http://127.0.0.1:0", $"--ConnectionStrings:Database={database.ConnectionString}", $"--ConnectionStrings:Broker={broker.Address}"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        return builder;
    }
}

internal static class Eventually
{
    public static async Task True(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            if (DateTime.UtcNow > deadline)
            {
                return;
            }

            await Task.Delay(50);
        }
    }
}
