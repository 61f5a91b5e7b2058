using Guzhang.Audit.Proving;
using Guzhang.Audit.Sealing;
using Guzhang.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Guzhang.Audit.Tests;

/// <summary>An audit log in a database of its own, with a witness beside it; nothing seals but what a test asks for.</summary>
internal sealed class Log : IAsyncDisposable
{
    private readonly FreshDatabase database;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guzhang-audit-");

    private Log(FreshDatabase database)
    {
        this.database = database;
        Source = NpgsqlDataSource.Create(database.ConnectionString);
    }

    public static readonly Actor Officer = new("officer-1", "task-force", "433126");

    public NpgsqlDataSource Source { get; }

    public string ConnectionString => database.ConnectionString;

    public string WitnessFile => Path.Combine(folder.FullName, "witness", "sample");

    public Witness Witness => new(WitnessFile);

    public static async Task<Log> Start()
    {
        var log = new Log(await FreshDatabase.CreateAsync());
        AuditSchema.Install(log.ConnectionString);
        return log;
    }

    public Sealer Sealer() => new(Source, Witness, NullLogger<Sealer>.Instance);

    public Task Seal() => Sealer().Step(CancellationToken.None);

    public Task<ProofAnswer> Prove(ChainHead? noted = null) => new AuditProof(Source, Witness).Run(noted, CancellationToken.None);

    /// <summary>Writes this many rows, each about another subject.</summary>
    public async Task Write(int rows = 1)
    {
        var entries = Enumerable.Range(1, rows)
            .Select(i => new AuditEntry(Officer, AuditActions.FormConfirmed, Guid.NewGuid().ToString(), new Dictionary<string, string> { ["formVersion"] = "1" }));
        await using var connection = await Source.OpenConnectionAsync();
        await AuditTrail.Write(connection, [.. entries], CancellationToken.None);
    }

    /// <summary>Runs SQL as the superuser.</summary>
    public async Task Run(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What somebody with every right on the server can do: the same, past the triggers.</summary>
    public Task Tamper(string sql) => Run($"alter table audit.entries disable trigger refuse; alter table audit.seals disable trigger refuse; {sql}; alter table audit.entries enable always trigger refuse; alter table audit.seals enable always trigger refuse");

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await database.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
