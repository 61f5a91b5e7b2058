using Guzhang.Journal.Postgres;
using Npgsql;

namespace Guzhang.Journal.Tests.Postgres;

/// <summary>A database with a journal, as one service process has it.</summary>
internal sealed class JournalDatabase : IAsyncDisposable
{
    private readonly FreshDatabase database;

    private JournalDatabase(FreshDatabase database) => this.database = database;

    public string ConnectionString => database.ConnectionString;

    public NpgsqlDataSource Source { get; private set; } = null!;

    public PostgresEventStore Store { get; private set; } = null!;

    /// <summary>An empty journal.</summary>
    public static async Task<JournalDatabase> Create(string postgres)
    {
        var made = new JournalDatabase(await FreshDatabase.CreateAsync(postgres));
        Database.Migrate(made.ConnectionString, typeof(JournalDatabase).Assembly);
        return made.Open();
    }

    /// <summary>What a dump (pg_dump --format=custom) has, in a database made for it.</summary>
    public static async Task<JournalDatabase> Restore(string postgres, string dump)
    {
        var made = new JournalDatabase(await FreshDatabase.CreateAsync(postgres));
        await OwnCluster.Program(made.ConnectionString, "pg_restore", "--exit-on-error", "--no-owner", $"--dbname={new NpgsqlConnectionStringBuilder(made.ConnectionString).Database}", dump);
        return made.Open();
    }

    public async Task<string> Dump()
    {
        var file = Path.GetTempFileName();
        await OwnCluster.Program(ConnectionString, "pg_dump", "--format=custom", $"--file={file}");
        return file;
    }

    /// <summary>Appends an event of that type to a stream of its own.</summary>
    public async Task Append(string type) => await Store.Append([To(type)], default);

    public async Task Append(NpgsqlConnection within, string type) => await Store.Append(within, [To(type)], default);

    /// <summary>One append per type, each a transaction; answers all that is readable then.</summary>
    public async Task<IReadOnlyList<StoredEvent>> AppendEach(params IReadOnlyList<string> types)
    {
        foreach (var type in types)
        {
            await Append(type);
        }

        return await Eventually.Get(() => Read(Position.Start), all => all.Count > 0 && all[^1].Type == types[^1]);
    }

    public Task<IReadOnlyList<StoredEvent>> Read(Position after) => Store.ReadAll(after, 10_000, default);

    public async Task<List<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async Task<object?> Run(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await database.DisposeAsync();
    }

    private JournalDatabase Open()
    {
        Source = Database.Open(ConnectionString);
        Store = new PostgresEventStore(Source);
        return this;
    }

    private static StreamAppend To(string type) =>
        new($"test-{Guid.NewGuid()}", Expected.NoStream, [new NewEvent(Guid.NewGuid(), type, "{}")], DateTimeOffset.UtcNow, null);
}
