using Guzhang.Journal.Postgres;
using Guzhang.Journal.Tests.Suite;
using Npgsql;

namespace Guzhang.Journal.Tests.Postgres;

/// <summary>The journal in PostgreSQL, through two pools.</summary>
public sealed class PostgresJournal : IJournalFixture, IAsyncLifetime
{
    private readonly FreshDatabase database = new();
    private NpgsqlDataSource here = null!;
    private NpgsqlDataSource there = null!;

    public IEventStore Journal { get; private set; } = null!;

    public IEventStore Elsewhere { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        Database.Migrate(database.ConnectionString, typeof(PostgresJournal).Assembly);
        here = Database.Open(database.ConnectionString);
        there = Database.Open(database.ConnectionString);
        Journal = new PostgresEventStore(here);
        Elsewhere = new PostgresEventStore(there);
    }

    public async ValueTask DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresJournalTests(PostgresJournal fixture) : JournalSuite(fixture), IClassFixture<PostgresJournal>;
