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
            Settings = new Dictionary<string, string>
            {
                ["Identity:ClientsFile"] = Placeholder.ClientsFile,
                ["Broker:Management"] = Placeholder.BrokerManagement,
                ["Broker:VirtualHost"] = VirtualHost,
            },
        },
        new("collection", "services/Collection")
        {
            WaitsFor = [Postgres, RabbitMq, "identity"],
            Calls = ["verification"],
            Settings = new Dictionary<string, string> { ["Erasures:Ledger"] = Placeholder.ErasureLedger },
        },
        new("verification", "services/Verification")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection"],
        },
        new("subsidy", "services/Subsidy")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection"],
        },
        new("jobmatching", "services/JobMatching")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection", "identity"],
        },
        new("reporting", "services/Reporting")
        {
            WaitsFor = [Postgres, RabbitMq, "identity", "collection"],
            Calls = ["collection", "verification", "subsidy", "jobmatching"],
        },
        new("console", "services/Console")
        {
            WaitsFor = [Postgres, "identity"],
            Calls = ["identity", "collection", "verification", "subsidy", "jobmatching", "reporting"],
            IsGateway = true,
            Port = 8126,
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
        // A line per request would drown what the services themselves have to say.
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
    };

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

/// <summary>A service: its process, what must be healthy before it starts, and whom it calls.</summary>
/// <param name="Name">name of its database, its users, its client, its log</param>
/// <param name="Project">folder of its project, from the repository's root</param>
public sealed record ServiceResource(string Name, string Project)
{
    /// <summary>What must be healthy first; a service that waits for PostgreSQL or RabbitMQ also has a login there.</summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    /// <summary>The services whose addresses it gets.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>It acts for whoever is signed in: it has no role, no interface and no audit log of its own.</summary>
    public bool IsGateway { get; init; }

    /// <summary>Where people find it if nobody else is there; null: any port.</summary>
    public int? Port { get; init; }

    /// <summary>It makes the broker's users of other systems: its own user there is an administrator.</summary>
    public bool ManagesBroker { get; init; }

    public bool HasDatabase => WaitsFor.Contains(Topology.Postgres);

    public bool HasBroker => WaitsFor.Contains(Topology.RabbitMq);

    /// <summary>Path of the built program, from the repository's root.</summary>
    public string Program(string configuration) =>
        $"{Project}/bin/{configuration}/net10.0/Guzhang.{Path.GetFileName(Project)[..1].ToUpperInvariant()}{Path.GetFileName(Project)[1..]}.dll";
}

/// <summary>A web client: the name of its client and address, and the paths to which people come back from signing in and out.</summary>
public sealed record WebClient(string Name, string SignedInPath, string SignedOutPath);

/// <summary>Values of settings that depend on where the platform runs.</summary>
public static class Placeholder
{
    /// <summary>The service's own folder of secrets.</summary>
    public const string Secrets = "{secrets}";

    /// <summary>The folder of the county's policy data.</summary>
    public const string County = "{county}";

    /// <summary>The file, outside the database, that keeps the newest seal of the service's audit log.</summary>
    public const string AuditWitness = "{audit-witness}";

    /// <summary>The file, outside the database and its backups, that remembers who was erased.</summary>
    public const string ErasureLedger = "{erasure-ledger}";

    /// <summary>The broker's management interface, with a user who may make users; left out where none is known.</summary>
    public const string BrokerManagement = "{broker-management}";

    /// <summary>The file of clients and their secrets.</summary>
    public const string ClientsFile = "{clients-file}";
}
