using System.Diagnostics;

namespace Guzhang.AppHost.Native;

/// <summary>
/// The topology as processes on this machine: starts them in order of dependency, each when what it waits for is
/// healthy, notices when one dies, and stops them in reverse order.
/// </summary>
public sealed class NativePlatform : IAsyncDisposable
{
    private static readonly HttpClient Health = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    private readonly Repository repository;
    private readonly Installation home;
    private readonly Action<string> progress;
    private readonly string? eventStoreDb;
    private readonly List<IReadOnlyList<ChildProcess>> started = [];
    private readonly PostgresServer postgres;
    private readonly RabbitServer rabbit;

    /// <param name="repository">where programs and policy data are</param>
    /// <param name="home">the installation</param>
    /// <param name="progress">told in a line what is ready</param>
    /// <param name="eventStoreDb">connection string of the EventStoreDB that keeps Collection's journal; null: PostgreSQL does</param>
    public NativePlatform(Repository repository, Installation home, Action<string> progress, string? eventStoreDb = null)
    {
        this.eventStoreDb = eventStoreDb;
        this.repository = repository;
        this.home = home;
        this.progress = progress;
        postgres = new PostgresServer(home);
        rabbit = new RabbitServer(home, RabbitDefinitions.OfServices(service => home.Secrets.Get(service, Topology.BrokerPassword)));
    }

    public RabbitServer Rabbit => rabbit;

    public PostgresServer Postgres => postgres;

    public IReadOnlyDictionary<string, Uri> Addresses { get; private set; } = new Dictionary<string, Uri>();

    public async Task StartAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(
            Timed("PostgreSQL", () => postgres.StartAsync(cancellation)),
            Timed("RabbitMQ", () => rabbit.StartAsync(cancellation)));
        await EnsureDatabasesAsync(cancellation);
        var processes = new ServiceProcess(repository, home, new Surroundings(
            postgres.Port, rabbit.Port, rabbit.ManagementPort, eventStoreDb, Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } listener ? listener : null));
        ClientsFile.Write(home.Secrets, repository.CountyCode, processes.Addresses[Topology.Console.Name]);
        NoteConnections(processes);
        Addresses = processes.Addresses;
        foreach (var wave in Topology.Waves(Topology.Services))
        {
            var children = new List<ChildProcess>();
            started.Add(children);
            foreach (var service in wave)
            {
                children.Add(home.Start(processes.Spec(service)));
            }
            await Task.WhenAll(children.Select(child => Timed(child.Spec.Name, () => child.UntilAsync(token => IsReadyAsync(child.Spec.Name, token), TimeSpan.FromSeconds(120), cancellation))));
        }
    }

    /// <summary>Runs until one of the servers or services dies, which is a failure, or until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Everything.Select(child => child.WaitForExitAsync(enough.Token)));
        await enough.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        FailIfAnyDied();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var wave in Enumerable.Reverse(started))
        {
            await Task.WhenAll(wave.Select(home.StopAsync));
        }
        await Task.WhenAll(postgres.StopAsync(), rabbit.StopAsync());
    }

    private IEnumerable<ChildProcess> Everything => started.SelectMany(wave => wave).Append(postgres.Process).Append(rabbit.Process);

    private void FailIfAnyDied()
    {
        if (Everything.FirstOrDefault(child => child.HasExited) is { } dead)
        {
            throw new StartFailedException($"{dead.Spec.Name} died (exit code {dead.ExitCode}), so everything is stopped{ChildProcess.LogTail(dead.Spec)}");
        }
    }

    private async Task EnsureDatabasesAsync(CancellationToken cancellation)
    {
        foreach (var service in Topology.Services.Where(service => service.HasDatabase))
        {
            await postgres.EnsureDatabaseAsync(service.Name, home.Secrets.Get(service.Name, Topology.DatabasePassword), cancellation);
        }
    }

    /// <summary>For whoever looks into databases and broker: a file, for the owner only, of what services connect to.</summary>
    private void NoteConnections(ServiceProcess processes)
    {
        var lines = Topology.Services
            .SelectMany(service => processes.Settings(service)
                .Where(setting => setting.Key.StartsWith("ConnectionStrings:", StringComparison.Ordinal) || setting.Key == "Broker:Management")
                .Select(setting => $"{service.Name}/{setting.Key.Split(':')[1]}: {setting.Value}"))
            .Append($"postgres superuser: {postgres.AdminConnectionString}");
        SecretFolder.Write(Path.Combine(home.Secrets.Folder, "connections.txt"), string.Join('\n', lines) + "\n");
    }

    private async Task<bool> IsReadyAsync(string service, CancellationToken cancellation)
    {
        FailIfAnyDied();
        try
        {
            using var answer = await Health.GetAsync(new Uri(Addresses[service], Topology.ReadyPath), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task Timed(string name, Func<Task> start)
    {
        var clock = Stopwatch.StartNew();
        await start();
        progress($"  {name,-14} ready after {clock.Elapsed.TotalSeconds:0.0} s");
    }
}
