using Guzhang.AppHost.Native;

namespace Guzhang.AppHost;

/// <summary>
/// The whole platform as data: what there is, who needs what, who calls whom, with which settings. Whatever starts the
/// platform reads it from here.
/// </summary>
public static class Topology
{
    public const string Postgres = "postgres";
    public const string RabbitMq = "rabbitmq";

    /// <summary>The endpoint of the broker's management pages and interface.</summary>
    public const string BrokerManagement = "rabbitmq-management";

    /// <summary>Answers 200 when a service can work; <see cref="LivePath"/> when its process is alive.</summary>
    public const string ReadyPath = "/health/ready";

    public const string LivePath = "/health/live";

    /// <summary>The page of a service's interface.</summary>
    public const string ApiPage = "/scalar";

    /// <summary>Names of a service's secrets.</summary>
    public const string ClientSecret = "client-secret";

    public const string DatabasePassword = "database-password";

    public const string BrokerPassword = "broker-password";

    /// <summary>The platform's one virtual host on the broker.</summary>
    public const string VirtualHost = "guzhang";

    /// <summary>Folder of the county's policy data, from the repository's root.</summary>
    public const string County = "county/guzhang";

    /// <summary>In order of joining.</summary>
    public static IReadOnlyList<ServiceResource> Services { get; } =
    [
        new("identity", "services/Identity")
        {
            WaitsFor = [Postgres],
            ManagesBroker = true,
            MeetsBrowsers = true,
            Settings = new Dictionary<string, string>
            {
                ["Identity:ClientsFile"] = Placeholder.ClientsFile,
                ["Identity:Clients"] = Placeholder.Clients,
                ["Broker:Management"] = $"http://identity:{Placeholder.Secret("identity", BrokerPassword)}@{Placeholder.Endpoint(BrokerManagement)}/",
                ["Broker:VirtualHost"] = VirtualHost,
            },
        },
        new("collection", "services/Collection")
        {
            WaitsFor = [Postgres, RabbitMq, "identity"],
            Calls = ["verification"],
            MayKeepJournalElsewhere = true,
            Settings = new Dictionary<string, string> { ["Erasures:Ledger"] = Placeholder.ErasureLedger },
        },
        new("verification", "services/Verification")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection"],
            Rebuilds = true,
        },
        new("subsidy", "services/Subsidy")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection"],
            Rebuilds = true,
        },
        new("jobmatching", "services/JobMatching")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection", "identity"],
            Rebuilds = true,
        },
        new("reporting", "services/Reporting")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection", "verification", "subsidy", "jobmatching"],
            OnlyReads = true,
            Rebuilds = true,
        },
        new("console", "services/Console")
        {
            WaitsFor = [Postgres, "identity"],
            Calls = ["identity", "collection", "verification", "subsidy", "jobmatching", "reporting"],
            IsGateway = true,
            MeetsBrowsers = true,
            Port = 8126,
            Settings = new Dictionary<string, string> { ["Console:Address"] = Placeholder.Public("console") },
        },
    ];

    /// <summary>Those with an interface, a role and an audit log of their own.</summary>
    public static IReadOnlyList<ServiceResource> WithInterface { get; } = [.. Services.Where(service => !service.IsGateway)];

    /// <summary>Settings that every service gets besides its addresses, connections and client secret.</summary>
    public static IReadOnlyDictionary<string, string> CommonSettings { get; } = new Dictionary<string, string>
    {
        ["Secrets:Directory"] = Placeholder.Secrets,
        ["County:Directory"] = Placeholder.County,
        ["Audit:Witness"] = Placeholder.AuditWitness,
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Placeholder.Telemetry,
        // A line per request would drown what the services themselves have to say.
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
    };

    /// <summary>
    /// Everything that the service is told, with placeholders, but the address it listens on: the settings that any start of
    /// the platform gives it.
    /// </summary>
    public static IReadOnlyDictionary<string, string> SettingsOf(ServiceResource service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var settings = new Dictionary<string, string>
        {
            ["Identity:Authority"] = Placeholder.Public("identity"),
            ["Identity:ClientId"] = service.Name,
            ["Identity:ClientSecret"] = Placeholder.Secret(service.Name, ClientSecret),
        };
        if (service.HasDatabase)
        {
            settings["ConnectionStrings:Database"] = $"Host={{host:{Postgres}}};Port={{port:{Postgres}}};Database={service.Name};Username={service.Name};Password={Placeholder.Secret(service.Name, DatabasePassword)};Maximum Pool Size=40";
        }
        if (service.HasBroker)
        {
            settings["ConnectionStrings:Broker"] = $"amqp://{service.Name}:{Placeholder.Secret(service.Name, BrokerPassword)}@{Placeholder.Endpoint(RabbitMq)}/{VirtualHost}";
        }
        if (service.MayKeepJournalElsewhere)
        {
            settings["ConnectionStrings:EventStoreDb"] = Placeholder.EventStoreDb;
            // Installations may share a server; one that starts over begins a journal of its own.
            settings["Journal:Name"] = $"{service.Name}.{Placeholder.Installation}";
        }
        foreach (var other in service.Calls)
        {
            settings[$"Services:{other}"] = Placeholder.Address(other);
        }
        return settings.Concat(CommonSettings).Concat(service.Settings).ToDictionary();
    }

    /// <summary>Settings of PostgreSQL, wherever it runs.</summary>
    public static IReadOnlyList<string> PostgresSettings { get; } =
    [
        "password_encryption=scram-sha-256",
        "max_connections=200",
        "max_wal_size=2GB",
        // When each transaction committed: what delays between services are measured by.
        "track_commit_timestamp=on",
        "timezone=UTC",
        "log_timezone=Asia/Shanghai",
        // A forgotten transaction would hold back every journal's reader.
        "idle_in_transaction_session_timeout=60s",
    ];

    /// <summary>Settings of RabbitMQ, wherever it runs.</summary>
    public static IReadOnlyList<string> RabbitMqSettings { get; } =
    [
        "loopback_users = none",
        "disk_free_limit.absolute = 200MB",
        "consumer_timeout = 7200000",
    ];

    /// <summary>The loader of the demo county, run by --demo when everything is healthy.</summary>
    public static ServiceResource Demo { get; } = new("demo", "demo");

    /// <summary>
    /// Clients that only an installation for trials has: the demo's officers, and one that may ask for any role.
    /// </summary>
    public static IReadOnlyDictionary<string, string> TrialClients { get; } = new Dictionary<string, string>
    {
        ["demo-operator"] = "operator",
        ["demo-collector"] = "collector",
        ["demo-task-force"] = "task-force",
        ["demo-hr-bureau"] = "hr-bureau",
        ["demo-poverty-office"] = "poverty-office",
        ["demo-leader"] = "leader",
        [TrialClient] = "*",
    };

    /// <summary>The web client that people sign in to: the console's gateway.</summary>
    public static WebClient Console { get; } = new("console", "/signin-oidc", "/signout-callback-oidc");

    /// <summary>The client behind `./run token`.</summary>
    public const string TrialClient = "trial";

    /// <summary>Groups of services that can start together, each after all that the earlier groups hold.</summary>
    public static IReadOnlyList<IReadOnlyList<ServiceResource>> Waves(IReadOnlyList<ServiceResource> services)
    {
        var ready = new HashSet<string> { Postgres, RabbitMq };
        var waves = new List<IReadOnlyList<ServiceResource>>();
        while (services.Where(service => !ready.Contains(service.Name)).ToList() is { Count: > 0 } waiting)
        {
            var wave = waiting.Where(service => service.WaitsFor.All(ready.Contains)).ToList();
            if (wave.Count == 0)
            {
                throw new StartFailedException($"services wait for each other: {string.Join(", ", waiting.Select(service => service.Name))}");
            }
            ready.UnionWith(wave.Select(service => service.Name));
            waves.Add(wave);
        }
        return waves;
    }
}
