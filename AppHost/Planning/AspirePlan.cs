using Guzhang.AppHost.Native;

namespace Guzhang.AppHost.Planning;

/// <summary>A server that runs in a container.</summary>
/// <param name="Name">of the resource, and of its host in a network of containers</param>
/// <param name="Endpoints">ports inside the container, by the name that placeholders use</param>
/// <param name="Environment">with placeholders</param>
/// <param name="Start">what its shell runs in place of the image's own start; null: the image's own</param>
/// <param name="Data">folder inside the container that must outlive it</param>
/// <param name="Health">what a shell inside the container is asked where nobody can ask over the network; null: nothing there to ask with</param>
public sealed record PlannedServer(string Name, IReadOnlyDictionary<string, int> Endpoints, IReadOnlyDictionary<string, string> Environment, string? Start, string Data, string? Health);

/// <summary>A service as a project in development and a container once published; it listens on one HTTP endpoint.</summary>
/// <param name="Service">what the topology says of it</param>
/// <param name="Environment">variables with placeholders; where it listens is up to who starts it</param>
/// <param name="WaitsFor">servers and services that must be healthy first</param>
/// <param name="Commands">what an operator can have it do</param>
public sealed record PlannedService(ServiceResource Service, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> WaitsFor, IReadOnlyList<OperatorCommand> Commands);

/// <summary>
/// What Aspire would start, as plain data made from the topology: the code behind the switch UseAspire turns each line into a
/// call of a builder and adds nothing of its own, and a test compares it with what the native start starts.
/// </summary>
public sealed record AspirePlan(IReadOnlyList<PlannedServer> Servers, IReadOnlyList<string> Databases, IReadOnlyList<PlannedService> Services)
{
    /// <summary>A server that is there only where it is asked for.</summary>
    public const string EventStoreDb = "eventstoredb";

    /// <summary>Where a published service listens in its container.</summary>
    public const int ServicePort = 8080;

    /// <summary>Folder inside a published service's container that belongs to its user and must outlive it.</summary>
    public const string Home = "/home/app";

    /// <summary>Folder inside a published service's container where policy data are mounted.</summary>
    public const string CountyMount = "/county";

    /// <summary>Every secret that a value names, each once, in order.</summary>
    public IReadOnlyList<Placeholder> Secrets =>
    [
        .. Servers.SelectMany(server => server.Environment.Values).Concat(Services.SelectMany(service => service.Environment.Values))
            .SelectMany(Placeholder.In).Where(placeholder => placeholder.Kind == "secret").Distinct().OrderBy(secret => secret.Name, StringComparer.Ordinal),
    ];

    /// <param name="county">division code of the county</param>
    /// <param name="eventStoreDb">with an EventStoreDB that keeps Collection's journal</param>
    /// <param name="trials">with the clients that only an installation for trials has; never in anything published</param>
    public static AspirePlan Of(string county, bool eventStoreDb, bool trials)
    {
        IReadOnlyList<string> databases = [.. Topology.Services.Where(service => service.HasDatabase).Select(service => service.Name)];
        IEnumerable<PlannedServer> servers = [Postgres(databases), RabbitMq()];
        return new AspirePlan(
            [.. eventStoreDb ? servers.Append(Journal()) : servers],
            databases,
            [.. Topology.Services.Select(service => Plan(service, county, eventStoreDb, trials))]);
    }

    private static PlannedService Plan(ServiceResource service, string county, bool eventStoreDb, bool trials)
    {
        var environment = Topology.SettingsOf(service).Where(setting => IsGiven(setting.Value, eventStoreDb)).ToDictionary(
            setting => setting.Key.Replace(":", "__", StringComparison.Ordinal),
            setting => setting.Value == Placeholder.Clients
                ? ClientList.Template(county, trials, console: true)
                : setting.Value);
        return new PlannedService(
            service, environment, eventStoreDb && service.MayKeepJournalElsewhere ? [.. service.WaitsFor, EventStoreDb] : service.WaitsFor, OperatorCommand.Of(service));
    }

    /// <summary>Clients are passed themselves, not as a file; what EventStoreDB needs, where it is there.</summary>
    private static bool IsGiven(string value, bool eventStoreDb) => Placeholder.In(value).All(placeholder => placeholder switch
    {
        { Kind: "file", Name: "clients" } => false,
        { Kind: "eventstoredb" or "installation" } => eventStoreDb,
        _ => true,
    });

    private static PlannedServer Postgres(IEnumerable<string> databases) => new(
        Topology.Postgres,
        new Dictionary<string, int> { [Topology.Postgres] = 5432 },
        new Dictionary<string, string>
        {
            // Not the volume itself, which may hold a lost+found.
            ["PGDATA"] = "/var/lib/postgresql/data/pgdata",
            ["POSTGRES_PASSWORD"] = Placeholder.Secret(Topology.Postgres, "superuser"),
            // A login and a database for each service, and nobody else may connect to it.
            ["GUZHANG_DATABASES"] = string.Concat(databases.Select(name => $"""
                create role "{name}" login password '{Placeholder.Secret(name, Topology.DatabasePassword)}';
                create database "{name}" owner "{name}";
                revoke connect, temporary on database "{name}" from public;

                """)),
        },
        $"printf %s \"$GUZHANG_DATABASES\" >/docker-entrypoint-initdb.d/guzhang.sql && exec docker-entrypoint.sh postgres {string.Join(' ', Topology.PostgresSettings.Select(setting => $"-c {setting}"))}",
        "/var/lib/postgresql/data",
        // Over TCP: while it is being set up the server listens on its socket only.
        "pg_isready -h 127.0.0.1 -U postgres");

    private static PlannedServer RabbitMq() => new(
        Topology.RabbitMq,
        new Dictionary<string, int> { [Topology.RabbitMq] = 5672, [Topology.BrokerManagement] = 15672 },
        new Dictionary<string, string>
        {
            ["RABBITMQ_DEFAULT_USER"] = RabbitServer.AdminUser,
            ["RABBITMQ_DEFAULT_PASS"] = Placeholder.Secret(Topology.RabbitMq, "admin"),
            ["GUZHANG_SETTINGS"] = string.Join('\n', [.. Topology.RabbitMqSettings, "load_definitions = /etc/rabbitmq/guzhang.json", ""]),
            ["GUZHANG_DEFINITIONS"] = RabbitDefinitions.OfServices(service => Placeholder.Secret(service, Topology.BrokerPassword))
                .With(new BrokerUser(RabbitServer.AdminUser, Placeholder.Secret(Topology.RabbitMq, "admin"), IsAdministrator: true)).ToTemplate(),
        },
        "printf %s \"$GUZHANG_DEFINITIONS\" >/etc/rabbitmq/guzhang.json && printf %s \"$GUZHANG_SETTINGS\" >/etc/rabbitmq/conf.d/50-guzhang.conf && exec docker-entrypoint.sh rabbitmq-server",
        "/var/lib/rabbitmq",
        "rabbitmq-diagnostics -q check_port_connectivity");

    private static PlannedServer Journal() => new(
        EventStoreDb,
        new Dictionary<string, int> { [EventStoreDb] = 2113 },
        new Dictionary<string, string>
        {
            // Reached from the platform's own network only.
            ["EVENTSTORE_INSECURE"] = "true",
            ["EVENTSTORE_CLUSTER_SIZE"] = "1",
            ["EVENTSTORE_RUN_PROJECTIONS"] = "None",
        },
        null,
        "/var/lib/eventstore",
        null);
}
