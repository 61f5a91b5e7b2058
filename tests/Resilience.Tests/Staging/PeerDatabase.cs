using Npgsql;

namespace Guzhang.Resilience.Tests.Staging;

/// <summary>A peer's database, owned by a login of its own as a service's is, and what tests look at and change in it.</summary>
internal sealed class PeerDatabase : IAsyncDisposable
{
    private readonly FreshDatabase database;
    private readonly NpgsqlDataSource admin;

    private PeerDatabase(FreshDatabase database)
    {
        this.database = database;
        admin = NpgsqlDataSource.Create(database.ConnectionString);
    }

    private string Name => new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;

    public static async Task<PeerDatabase> Create(string? postgres)
    {
        var made = new PeerDatabase(await FreshDatabase.CreateAsync(postgres));
        await made.Run($"create role {made.Name} login password 'peer'");
        await made.Run($"alter database {made.Name} owner to {made.Name}");
        return made;
    }

    /// <summary>What a peer connects with, straight or through a gate.</summary>
    public string Connection(TcpGate? gate = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Name, Password = "peer" };
        if (gate is not null)
        {
            settings.Port = gate.Port;
        }

        return settings.ConnectionString;
    }

    public async Task<List<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var command = admin.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async Task<int> Run(string sql)
    {
        await using var command = admin.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Nobody can write to the table until the answer is disposed; readers are let through.</summary>
    public async Task<IAsyncDisposable> LockTable(string table)
    {
        var connection = await admin.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
#pragma warning disable CA2100 // The name is ours.
        // It takes no transaction id, so that readers of journals don't wait for it.
        await using var command = new NpgsqlCommand($"lock table {table} in exclusive mode", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until a session of the peer's stands before a lock.</summary>
    public async Task UntilBlocked() =>
        (await Eventually.Get(() => Query(Blocked, r => r.GetInt32(0)), pids => pids.Count > 0)).Should().NotBeEmpty("somebody waits for the lock");

    /// <summary>Ends the sessions that stand before a lock: what they were about to do is not done.</summary>
    public Task EndBlocked() => Query($"select pg_terminate_backend(pid) from ({Blocked}) b (pid)", r => r.GetBoolean(0));

    /// <summary>The relay's, or empty.</summary>
    public async Task<string> Checkpoint() =>
        (await Query("select position from journal.checkpoints where name = 'relay'", r => r.GetString(0))).SingleOrDefault("");

    /// <summary>What a consumer has applied, in the order it did.</summary>
    public Task<List<(string Aggregate, long Seq)>> Taken() =>
        Query("select aggregate, seq from taken order by n", r => (r.GetString(0), r.GetInt64(1)));

    /// <summary>Waits until so many are applied, and answers what is.</summary>
    public async Task<List<(string Aggregate, long Seq)>> Taken(int atLeast, TimeSpan? within = null)
    {
        await Eventually.Get(
            async () => (await Query("select count(*) from taken", r => r.GetInt64(0))).Single(), taken => taken >= atLeast, within ?? TimeSpan.FromMinutes(1));
        return await Taken();
    }

    /// <summary>To be called after the server was away: connections to the one before are of no use.</summary>
    public void Forget() => admin.Clear();

    public async ValueTask DisposeAsync()
    {
        await admin.DisposeAsync();
        await using var other = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        var role = Name;
        await database.DisposeAsync();
        await using var command = other.CreateCommand($"drop role {role}");
        await command.ExecuteNonQueryAsync();
    }

    private const string Blocked =
        "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'";
}
