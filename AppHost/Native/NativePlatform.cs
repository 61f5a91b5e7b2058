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
        rabbit = new RabbitServer(home, Definitions(home));
    }

    public RabbitServer Rabbit => rabbit;

    public PostgresServer Postgres => postgres;

    public IReadOnlyDictionary<string, Uri> Addresses { get; private set; } = new Dictionary<string, Uri>();

    public async Task StartAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(
            Timed("PostgreSQL", () => postgres.StartAsync(cancellation)),
            Timed("RabbitMQ", () => rabbit.StartAsync(cancellation)));
        var processes = new ServiceProcess(repository, home, await ConnectAsync(cancellation));
        ClientsFile.Write(home.Secrets, repository.CountyCode, processes.Addresses[Topology.Console.Name]);
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

    private static RabbitDefinitions Definitions(Installation home)
    {
        var users = Topology.Services.Where(service => service.HasBroker).Select(service => service.Name).ToList();
        var definitions = new RabbitDefinitions(
            ["/", Topology.VirtualHost],
            [.. users.Select(user => new BrokerUser(user, BrokerPassword(home, user)))],
            [.. users.Select(user => RabbitDefinitions.ServiceRights(user, Topology.VirtualHost))]);
        return Topology.Services.Where(service => service.ManagesBroker)
            .Aggregate(definitions, (made, service) => made.With(new BrokerUser(service.Name, BrokerPassword(home, service.Name), IsAdministrator: true)));
    }

    private static string BrokerPassword(Installation home, string service) => home.Secrets.Get(service, "broker-password");

    /// <summary>Makes the databases and their logins; answers the connection settings of every service.</summary>
    private async Task<Dictionary<string, string>> ConnectAsync(CancellationToken cancellation)
    {
        var connections = new Dictionary<string, string>();
        foreach (var service in Topology.Services.Where(service => service.HasDatabase))
        {
            connections[$"{service.Name}/Database"] = await postgres.EnsureDatabaseAsync(service.Name, home.Secrets.Get(service.Name, "database-password"), cancellation);
        }
        foreach (var service in Topology.Services.Where(service => service.HasBroker))
        {
            connections[$"{service.Name}/Broker"] = rabbit.Address(service.Name, BrokerPassword(home, service.Name), Topology.VirtualHost).AbsoluteUri;
        }
        foreach (var service in Topology.Services.Where(service => service.ManagesBroker))
        {
            connections[$"{service.Name}/Management"] = new UriBuilder(rabbit.Management) { UserName = service.Name, Password = BrokerPassword(home, service.Name) }.Uri.AbsoluteUri;
        }
        if (eventStoreDb is not null)
        {
            connections["collection/EventStoreDb"] = eventStoreDb;
        }
        var lines = connections.Select(connection => $"{connection.Key}: {connection.Value}").Append($"postgres superuser: {postgres.AdminConnectionString}");
        SecretFolder.Write(Path.Combine(home.Secrets.Folder, "connections.txt"), string.Join('\n', lines) + "\n");
        return connections;
    }

    private async Task<bool> IsReadyAsync(string service, CancellationToken cancellation)
    {
        FailIfAnyDied();
        try
        {
            using var answer = await Health.GetAsync(new Uri(Addresses[service], "/health/ready"), cancellation);
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
