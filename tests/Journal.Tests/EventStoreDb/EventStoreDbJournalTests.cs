using EventStore.Client;
using Guzhang.Journal.EventStoreDb;
using Guzhang.Journal.Tests.Suite;

namespace Guzhang.Journal.Tests.EventStoreDb;

/// <summary>A journal in EventStoreDB, through two clients.</summary>
public sealed class EventStoreDbFixture : IJournalFixture, IAsyncLifetime
{
    private EventStoreClient? here;
    private EventStoreClient? there;

    public string? Missing { get; private set; }

    public bool KnowsIdsOfAllStreams => false;

    public IEventStore Journal { get; private set; } = null!;

    public IEventStore Elsewhere { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (await EventStoreDbServer.ConnectionAsync() is not { } connection)
        {
            Missing = EventStoreDbServer.Missing;
            return;
        }

        var name = EventStoreDbServer.NewName();
        here = new EventStoreClient(EventStoreClientSettings.Create(connection));
        there = new EventStoreClient(EventStoreClientSettings.Create(connection));
        Journal = new EventStoreDbJournal(here, name);
        Elsewhere = new EventStoreDbJournal(there, name);
    }

    public async ValueTask DisposeAsync()
    {
        await (here?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (there?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

/// <summary>The suite on EventStoreDB.</summary>
public sealed class EventStoreDbJournalTests(EventStoreDbFixture fixture) : JournalSuite(fixture), IClassFixture<EventStoreDbFixture>;
