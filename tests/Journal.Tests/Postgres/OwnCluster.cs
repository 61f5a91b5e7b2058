using System.Diagnostics;
using Guzhang.AppHost.Native;
using Npgsql;

namespace Guzhang.Journal.Tests.Postgres;

/// <summary>A PostgreSQL of its own: transactions that a test holds open stall nobody else's readers, and its files can be put back.</summary>
public sealed class OwnCluster : IAsyncLifetime
{
    private readonly Installation home = new(Directory.CreateTempSubdirectory("guzhang-cluster-").FullName);
    private readonly PostgresServer server;

    public OwnCluster() => server = new PostgresServer(home, durable: false);

    /// <summary>Connection string of the superuser.</summary>
    public string Admin => server.AdminConnectionString;

    /// <summary>The folder of its data.</summary>
    public string Data => new PostgresFolder(home).Data;

    public async ValueTask InitializeAsync() => await Start();

    public Task Start() => server.StartAsync(default);

    public Task Stop() => server.StopAsync();

    /// <summary>A file that its server can read.</summary>
    public string File(string name) => Path.Combine(new PostgresFolder(home).Folder, name);

    /// <summary>Runs one of PostgreSQL's own programs, or another, against the database of a connection string.</summary>
    public static async Task Program(string connection, string program, params string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(Path.Combine(PostgresServer.FindPrograms(), program), arguments) { RedirectStandardError = true };
        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = $"{to.Port}";
        start.Environment["PGUSER"] = to.Username;
        start.Environment["PGPASSWORD"] = to.Password;
        start.Environment["PGDATABASE"] = to.Database;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.Should().Be(0, said);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        home.Delete();
        Directory.Delete(home.Folder, recursive: true);
    }
}
