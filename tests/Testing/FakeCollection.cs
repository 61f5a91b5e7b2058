using System.Globalization;
using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Relaying;
using Guzhang.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Guzhang.Testing;

/// <summary>An event as Collection would publish it.</summary>
public sealed record PublishedFact(string Aggregate, string Type, object Data);

/// <summary>
/// Stands for Collection, or for another service that publishes, before the services that follow it: a journal, its relay
/// and <c>/journal</c>, all real, and whatever events a test gives it. Says what the test says, without any rule of its own.
/// </summary>
public sealed class FakeCollection : IAsyncDisposable
{
    private readonly FreshDatabase database;
    private readonly WebApplication app;

    private FakeCollection(FreshDatabase database, WebApplication app) => (this.database, this.app) = (database, app);

    /// <summary>Where its journal is: the setting Services:{source}.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Connection string of its journal's database.</summary>
    public string Database => database.ConnectionString;

    /// <summary>Whoever asks for a page of the journal waits for this; null lets everybody through.</summary>
    public Task? PagesWaitFor { get; set; }

    /// <summary>Whoever asks where the journal stands is told that it is away.</summary>
    public bool HeadsAreAway { get; set; }

    /// <summary>How often that was said.</summary>
    public int HeadsRefused { get; private set; }

    /// <summary>When the next events are recorded, by the business clock.</summary>
    public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse("2020-10-12T09:00:00+08:00", CultureInfo.InvariantCulture);

    public static async Task<FakeCollection> Start(
        FreshBroker broker, string source = "collection", Action<IHostApplicationBuilder, JournalOptions>? elsewhere = null, params IReadOnlyList<string> settings)
    {
        var database = await FreshDatabase.CreateAsync();
        var builder = WebApplication.CreateBuilder([
            "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Database={database.ConnectionString}",
            $"--ConnectionStrings:Broker={await broker.ServiceAddressAsync(source)}", .. settings]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.AddJournal(new JournalOptions(source, JournalOptions.AsStored), elsewhere);
        builder.AddMessaging(publishes: source, consumer: source, follows: []);
        Journal.Database.Migrate(database.ConnectionString, typeof(FakeCollection).Assembly);
        var app = builder.Build();
        var collection = new FakeCollection(database, app);
        app.Use(async (http, next) =>
        {
            if (http.Request.Path == "/journal" && http.Request.Query.ContainsKey("from"))
            {
                await (collection.PagesWaitFor ?? Task.CompletedTask);
            }

            if (http.Request.Path == "/journal/heads" && collection.HeadsAreAway)
            {
                collection.HeadsRefused++;
                http.Response.StatusCode = 503;
                return;
            }

            await next();
        });
        app.MapJournal();
        await app.StartAsync();
        return collection;
    }

    /// <summary>Appends to the journal; the relay does the rest.</summary>
    public async Task Publish(params IReadOnlyList<PublishedFact> facts)
    {
        var journal = app.Services.GetRequiredService<IEventStore>();
        foreach (var chunk in facts.Chunk(1000))
        {
            await journal.Append(
                [.. chunk.Select(fact => new StreamAppend(
                    fact.Aggregate, Expected.Any,
                    [new NewEvent(Guid.CreateVersion7(), fact.Type, JsonSerializer.Serialize(fact.Data, fact.Data.GetType(), ContractJson.Options))],
                    Now, TraceParent: null))],
                CancellationToken.None);
        }
    }

    /// <summary>Sets the business clock of whoever follows, as the operator does; the next events are recorded then.</summary>
    public Task SetClock(DateTimeOffset time)
    {
        Now = time;
        return Publish(new PublishedFact("clock", EventTypes.ClockSet, new ClockSet { BusinessTime = time, RealTime = DateTimeOffset.UtcNow, Operator = "operator" }));
    }

    /// <summary>The position of the last event.</summary>
    public async Task<string> End() =>
        (await app.Services.GetRequiredService<IEventStore>().ReadAll(Position.Start, 100_000, CancellationToken.None))[^1].Position.ToString();

    /// <summary>Sends every event once more, as a relay does that crashed before it saved its checkpoint.</summary>
    public async Task PublishAllAgain()
    {
        var (options, send) = (app.Services.GetRequiredService<JournalOptions>(), app.Services.GetRequiredService<SendBatch>());
        var events = await app.Services.GetRequiredService<IEventStore>().ReadAll(Position.Start, 100_000, CancellationToken.None);
        foreach (var batch in Partitioning.Batches(options.Source, events.Select(e => options.ToPublished(e)!), Partitioning.Default).SelectMany(b => b))
        {
            await send(batch, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }
}
