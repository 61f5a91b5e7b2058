using System.Globalization;

namespace Guzhang.AppHost.Native;

/// <summary>What services find here; null: it is not there, and settings that need it are left out.</summary>
/// <param name="Postgres">port on loopback</param>
/// <param name="Broker">port on loopback</param>
/// <param name="BrokerManagement">port on loopback</param>
/// <param name="EventStoreDb">connection string of the EventStoreDB that keeps Collection's journal</param>
/// <param name="Telemetry">address that traces, metrics and logs go to</param>
public sealed record Surroundings(int? Postgres = null, int? Broker = null, int? BrokerManagement = null, string? EventStoreDb = null, string? Telemetry = null);

/// <summary>How a service of the topology becomes a process here: its program, its address and its settings.</summary>
public sealed class ServiceProcess
{
    private readonly Repository repository;
    private readonly Installation home;
    private readonly Surroundings around;

    /// <param name="repository">where programs and policy data are</param>
    /// <param name="home">where secrets and logs are, and who knows the ports</param>
    /// <param name="around">what services find here</param>
    public ServiceProcess(Repository repository, Installation home, Surroundings around)
    {
        this.repository = repository;
        this.home = home;
        this.around = around;
        Addresses = Topology.Services.ToDictionary(
            service => service.Name,
            service => new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{home.State.Port(service.Name, service.Port)}")));
    }

    public IReadOnlyDictionary<string, Uri> Addresses { get; }

    public ChildSpec Spec(ServiceResource service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var program = repository.Program(service);
        return new ChildSpec(service.Name, "dotnet", [program])
        {
            Environment = Environment(service),
            WithoutPrefixes = ["ASPNETCORE_", "ConnectionStrings__", "Journal__", "Identity__", "Services__", "Secrets__", "County__", "Audit__", "Erasures__", "Broker__", "Console__", "Limits__", "Logging__"],
            WorkingDirectory = Path.GetDirectoryName(program)!,
            Log = home.Log(service.Name),
        };
    }

    /// <summary>The variables that its process gets.</summary>
    public IReadOnlyDictionary<string, string> Environment(ServiceResource service) =>
        Settings(service).ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value);

    /// <summary>The service's configuration keys and values.</summary>
    public IReadOnlyDictionary<string, string> Settings(ServiceResource service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var settings = new Dictionary<string, string> { ["ASPNETCORE_URLS"] = Address(service.Name) };
        foreach (var (key, template) in Topology.SettingsOf(service))
        {
            if (Placeholder.Fill(template, placeholder => Value(placeholder, service)) is { } value)
            {
                settings[key] = value;
            }
        }
        return settings;
    }

    private string Address(string service) => Addresses[service].AbsoluteUri.TrimEnd('/');

    private string? Value(Placeholder placeholder, ServiceResource service) => (placeholder.Kind, placeholder.Name) switch
    {
        ("address" or "public", var other) => Address(other),
        ("host", _) => "127.0.0.1",
        ("port", Topology.Postgres) => Text(around.Postgres),
        ("port", Topology.RabbitMq) => Text(around.Broker),
        ("port", Topology.BrokerManagement) => Text(around.BrokerManagement),
        ("secret", _) => home.Secrets.Get(placeholder),
        ("folder", "secrets") => home.Secrets.Of(service.Name),
        ("file", "clients") => ClientsFile.PathIn(home.Secrets),
        ("file", var file) => Path.Combine(home.Folder, file, service.Name),
        ("county", _) => repository.County,
        ("eventstoredb", _) => around.EventStoreDb,
        ("installation", _) => around.EventStoreDb is null ? null : home.State.Id[..8],
        ("telemetry", _) => around.Telemetry,
        ("clients", _) => null, // a file holds them, which may change while everything runs
        _ => throw new InvalidOperationException($"nothing is known of {placeholder}"),
    };

    private static string? Text(int? port) => port?.ToString(CultureInfo.InvariantCulture);
}
