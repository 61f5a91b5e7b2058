using System.Globalization;
using Guzhang.Audit;
using Npgsql;

namespace Guzhang.AppHost.Native;

/// <summary>
/// A private PostgreSQL of this installation: loopback only, no socket in a shared folder, passwords by SCRAM.
/// </summary>
public sealed class PostgresServer
{
    private readonly Installation home;
    private readonly bool durable;
    private ChildProcess? process;

    /// <param name="home">the installation it belongs to</param>
    /// <param name="durable">false for tests: the server may lose data when the machine (not the process) dies</param>
    public PostgresServer(Installation home, bool durable = true)
    {
        this.home = home;
        this.durable = durable;
    }

    public ChildProcess Process => process ?? throw new InvalidOperationException("PostgreSQL is not started.");

    public int Port { get; private set; }

    /// <summary>Connection string of the superuser.</summary>
    public string AdminConnectionString => ConnectionString("postgres", "postgres", AdminPassword);

    private string AdminPassword => home.Secrets.Get("postgres", "superuser");

    public async Task StartAsync(CancellationToken cancellation)
    {
        var programs = FindPrograms();
        var folder = new PostgresFolder(home);
        folder.Prepare();
        await StopForgottenServerAsync(folder);
        if (!Directory.Exists(folder.Data))
        {
            await InitializeAsync(programs, folder, cancellation);
        }
        Port = home.State.Port("postgres");
        process = home.Start(new ChildSpec("postgres", Path.Combine(programs, "postgres"), ["-D", folder.Data, .. Settings().SelectMany(setting => new[] { "-c", setting })])
        {
            WithoutPrefixes = ["PG"],
            WorkingDirectory = folder.Folder,
            User = folder.User,
            Log = home.Log("postgres"),
            StopSignal = Signal.Interrupt, // 'fast': ends sessions, writes a checkpoint
            Patience = TimeSpan.FromSeconds(20),
        });
        await process.UntilAsync(CanConnectAsync, TimeSpan.FromSeconds(60), cancellation);
    }

    public async Task StopAsync()
    {
        if (process is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await home.StopAsync(process);
            process = null;
        }
    }

    /// <summary>
    /// Makes sure that a login and its own database exist, that nobody else may connect to it, and that its audit log is not
    /// the login's to change.
    /// </summary>
    public async Task<string> EnsureDatabaseAsync(string name, string password, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync(cancellation);
        var quoted = '"' + name + '"';
        var exists = await ExistsAsync(connection, "select 1 from pg_roles where rolname = $1", name, cancellation);
        await RunAsync(connection, $"{(exists ? "alter" : "create")} role {quoted} login password '{password}'", cancellation);
        if (!await ExistsAsync(connection, "select 1 from pg_database where datname = $1", name, cancellation))
        {
            await RunAsync(connection, $"create database {quoted} owner {quoted}", cancellation);
        }
        await RunAsync(connection, $"revoke connect, temporary on database {quoted} from public", cancellation);
        AuditSchema.Install(ConnectionString(name, "postgres", AdminPassword), login: name);
        return ConnectionString(name, name, password);
    }

    /// <summary>The folder of the newest server programs that Debian's packages put in.</summary>
    public static string FindPrograms()
    {
        const string root = "/usr/lib/postgresql";
        var versions = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
        return versions
            .Select(folder => Path.Combine(folder, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .MaxBy(bin => double.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), CultureInfo.InvariantCulture, out var version) ? version : 0)
            ?? throw new StartFailedException("the PostgreSQL server is not installed: ./run installs it (package postgresql)");
    }

    private string ConnectionString(string database, string user, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = user,
        Password = password,
        MaxPoolSize = 40,
    }.ConnectionString;

    private IEnumerable<string> Settings() =>
    [
        "listen_addresses=127.0.0.1",
        string.Create(CultureInfo.InvariantCulture, $"port={Port}"),
        "unix_socket_directories=",
        "shared_buffers=256MB",
        .. Topology.PostgresSettings,
        .. durable ? (string[])["fsync=on", "synchronous_commit=on"] : ["fsync=off", "full_page_writes=off"],
    ];

    private async Task InitializeAsync(string programs, PostgresFolder folder, CancellationToken cancellation)
    {
        // The password goes through a file that only the server's user can read; a half-made folder is never taken for a whole one.
        const string script = """
            set -e; cd "$1"; rm -rf new; umask 077; printf %s "$GUZHANG_SUPERUSER" >password
            trap 'rm -f password' EXIT
            "$2/initdb" -D new -U postgres --pwfile=password -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --no-instructions $3
            mv new data
            """;
        using var child = ChildProcess.Start(new ChildSpec("initdb", "sh", ["-c", script, "sh", folder.Folder, programs, durable ? "" : "-N"])
        {
            Environment = new Dictionary<string, string> { ["GUZHANG_SUPERUSER"] = AdminPassword },
            WithoutPrefixes = ["PG"],
            User = folder.User,
            Log = home.Log("postgres"),
        });
        await child.WaitForExitAsync(cancellation);
        if (child.ExitCode != 0)
        {
            throw new StartFailedException($"PostgreSQL's data could not be made{ChildProcess.LogTail(child.Spec)}");
        }
    }

    /// <summary>A server that runs on our data without our having noted it: we died between its start and the note.</summary>
    private static async Task StopForgottenServerAsync(PostgresFolder folder)
    {
        var file = Path.Combine(folder.Data, "postmaster.pid");
        if (File.Exists(file)
            && int.TryParse(File.ReadLines(file).First(), CultureInfo.InvariantCulture, out var pid)
            && ProcessIdentity.Of(pid) is { } identity
            && (await File.ReadAllTextAsync($"/proc/{pid}/cmdline")).Contains(folder.Data, StringComparison.Ordinal))
        {
            await identity.StopAsync(Signal.Interrupt, TimeSpan.FromSeconds(20));
        }
    }

    private async Task<bool> CanConnectAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(AdminConnectionString + ";Pooling=false");
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // Names and passwords are ours: letters, digits and hyphens.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
