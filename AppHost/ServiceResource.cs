namespace Guzhang.AppHost;

/// <summary>A service: its process, what must be healthy before it starts, and whom it calls.</summary>
/// <param name="Name">name of its database, its users, its client, its log</param>
/// <param name="Project">folder of its project, from the repository's root</param>
public sealed record ServiceResource(string Name, string Project)
{
    /// <summary>What must be healthy first; a service that waits for PostgreSQL or RabbitMQ also has a login there.</summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    /// <summary>The services whose addresses it gets.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>Settings that only it gets, with placeholders; <see cref="Topology.SettingsOf"/> has all.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>It makes the broker's users of other systems: its own user there is an administrator.</summary>
    public bool ManagesBroker { get; init; }

    /// <summary>Its journal may be kept in EventStoreDB.</summary>
    public bool MayKeepJournalElsewhere { get; init; }

    /// <summary>An operator can have its tables made anew from the journals.</summary>
    public bool Rebuilds { get; init; }

    /// <summary>It acts for whoever is signed in: it has no role, no interface and no audit log of its own.</summary>
    public bool IsGateway { get; init; }

    /// <summary>Where people find it if nobody else is there; null: any port.</summary>
    public int? Port { get; init; }

    /// <summary>People's browsers come to it: it has an address outside.</summary>
    public bool MeetsBrowsers { get; init; }

    public bool HasDatabase => WaitsFor.Contains(Topology.Postgres);

    public bool HasBroker => WaitsFor.Contains(Topology.RabbitMq);

    /// <summary>It has nothing to say: read models, and no journal of its own.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>It answers /journal, and feeds the exchange for other systems from it.</summary>
    public bool HasJournal => HasBroker && !OnlyReads;

    /// <summary>The project file, from the repository's root.</summary>
    public string ProjectFile => $"{Project}/{ProgramName}.csproj";

    private string ProgramName => $"{Path.GetFileName(Project)[..1].ToUpperInvariant()}{Path.GetFileName(Project)[1..]}";

    /// <summary>Path of the built program, from the repository's root.</summary>
    public string Program(string configuration) => $"{Project}/bin/{configuration}/net10.0/Guzhang.{ProgramName}.dll";
}

/// <summary>A web client: the name of its client and address, and the paths to which people come back from signing in and out.</summary>
public sealed record WebClient(string Name, string SignedInPath, string SignedOutPath);
