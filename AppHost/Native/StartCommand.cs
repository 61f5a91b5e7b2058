using System.Diagnostics;

namespace Guzhang.AppHost.Native;

/// <summary>What the person at the terminal asked for.</summary>
/// <param name="Demo">load the demo county and print the dispatch table</param>
/// <param name="Once">stop after the demo, with its exit code</param>
/// <param name="Fresh">delete all data, secrets and logs first</param>
/// <param name="EventStoreDb">connection string of the EventStoreDB that keeps Collection's journal; null: PostgreSQL does</param>
public sealed record StartOptions(bool Demo, bool Once, bool Fresh, string? EventStoreDb = null)
{
    /// <summary>Null if the arguments make no sense.</summary>
    public static StartOptions? Parse(IReadOnlyCollection<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var rest = arguments.ToList();
        string? connection = null;
        if (rest.IndexOf("--eventstoredb") is >= 0 and var at)
        {
            connection = rest.ElementAtOrDefault(at + 1);
            if (connection?.StartsWith("esdb", StringComparison.Ordinal) != true)
            {
                return null;
            }
            rest.RemoveRange(at, 2);
        }
        var options = new StartOptions(rest.Contains("--demo"), rest.Contains("--once"), rest.Contains("--fresh"), connection);
        var known = rest.All(argument => argument is "--demo" or "--once" or "--fresh");
        return known && (options.Demo || !options.Once) ? options : null;
    }
}

/// <summary>The native start: servers, services, the demo if asked for, until stopped.</summary>
public sealed class StartCommand
{
    private readonly Repository repository;
    private readonly StartOptions options;

    public StartCommand(Repository repository, StartOptions options)
    {
        this.repository = repository;
        this.options = options;
    }

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(repository.Local);
        await using var running = RunLock.Take(repository.Local);
        var home = new Installation(repository.Local);
        var left = await home.StopLeftoversAsync();
        if (left > 0)
        {
            Say($"stopped {left} processes that an earlier start had left running");
        }
        if (options.Fresh)
        {
            home.Delete(keep: ["build", "asyncapi", "run.lock", "run.pid"]);
            home = new Installation(repository.Local);
            Say("deleted all data, secrets and logs: starting over");
        }
        home.StartNewLogs();

        Say("starting the platform");
        var clock = Stopwatch.StartNew();
        var platform = new NativePlatform(repository, home, Say, options.EventStoreDb);
        try
        {
            await platform.StartAsync(cancellation);
            Say($"everything is healthy after {clock.Elapsed.TotalSeconds:0} s");
            using var identity = new IdentityClient(platform.Addresses["identity"], home.Secrets);
            var accounts = new FirstAccounts(repository, home, identity);
            var link = await accounts.OperatorsLinkAsync(cancellation);
            if (options.Demo)
            {
                Say($"demo accounts, one per role, with their passwords: {Path.GetRelativePath(repository.Root, await accounts.DemoAsync(cancellation))}");
                var code = await LoadDemoAsync(platform, home, cancellation);
                if (options.Once)
                {
                    return code;
                }
            }
            PrintAddresses(platform, link);
            await platform.WatchAsync(cancellation);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return options.Once ? 130 : 0;
        }
        finally
        {
            Say("stopping");
            clock.Restart();
            await platform.DisposeAsync();
            Say($"stopped after {clock.Elapsed.TotalSeconds:0} s");
        }
    }

    private async Task<int> LoadDemoAsync(NativePlatform platform, Installation home, CancellationToken cancellation)
    {
        var addresses = platform.Addresses.SelectMany(address => new[] { $"--{address.Key}", address.Value.AbsoluteUri.TrimEnd('/') });
        var loader = home.Start(new ChildSpec("demo", "dotnet",
        [
            repository.Program(Topology.Demo), "load", .. addresses,
            "--credentials", ClientsFile.PathIn(home.Secrets), "--out", Path.Combine(home.Folder, "demo"),
        ])
        {
            WorkingDirectory = repository.Root,
        });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            // A service that dies fails the demo at once, with its log, instead of after the loader's patience.
            var watch = platform.WatchAsync(enough.Token);
            if (await Task.WhenAny(loader.WaitForExitAsync(enough.Token), watch) == watch)
            {
                await watch;
            }
            cancellation.ThrowIfCancellationRequested();
            Say(loader.ExitCode == 0 ? "demo: as expected" : $"demo: failed (exit code {loader.ExitCode})");
            return loader.ExitCode;
        }
        finally
        {
            await enough.CancelAsync();
            await home.StopAsync(loader);
        }
    }

    private void PrintAddresses(NativePlatform platform, Uri? operatorsLink)
    {
        Say("");
        foreach (var service in Topology.WithInterface)
        {
            var address = platform.Addresses[service.Name];
            Say($"  {service.Name,-14} {address}{Topology.ApiPage[1..]}   health: {address}{Topology.ReadyPath[1..]}");
        }
        Say($"  RabbitMQ       {platform.Rabbit.Management}   user {RabbitServer.AdminUser}, password in .local/secrets/rabbitmq/admin");
        Say($"  PostgreSQL     127.0.0.1:{platform.Postgres.Port}   connection strings in .local/secrets/connections.txt");
        Say("  logs           .local/logs");
        Say($"  access token   ./run token leader {repository.CountyCode}");
        Say($"  own account    {new Uri(platform.Addresses["identity"], "/account")}");
        if (operatorsLink is not null)
        {
            Say($"  first operator (account \"operator\") sets the password here, once, within a day: {operatorsLink}");
        }
        Say("");
        Say($"console: {platform.Addresses[Topology.Console.Name]}");
        Say("running; Ctrl-C stops everything");
    }

    private static void Say(string line)
    {
        try
        {
            Console.WriteLine(line);
        }
        catch (IOException)
        {
            // The terminal is gone; what was started must be stopped all the same.
        }
    }
}
