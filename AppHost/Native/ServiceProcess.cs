using System.Globalization;

namespace Guzhang.AppHost.Native;

/// <summary>How a service of the topology becomes a process here: its program, its address and its settings.</summary>
public sealed class ServiceProcess
{
    private readonly Repository repository;
    private readonly Installation home;
    private readonly IReadOnlyDictionary<string, string> connections;

    /// <param name="repository">where programs and policy data are</param>
    /// <param name="home">where secrets and logs are, and who knows the ports</param>
    /// <param name="connections">connection settings by service and kind, e.g. "collection/Database"</param>
    public ServiceProcess(Repository repository, Installation home, IReadOnlyDictionary<string, string> connections)
    {
        this.repository = repository;
        this.home = home;
        this.connections = connections;
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
            Environment = Settings(service).ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value),
            WithoutPrefixes = ["ASPNETCORE_", "ConnectionStrings__", "Journal__", "Identity__", "Services__", "Secrets__", "County__", "Audit__", "Erasures__", "Broker__", "Console__", "Limits__", "Logging__"],
            WorkingDirectory = Path.GetDirectoryName(program)!,
            Log = home.Log(service.Name),
        };
    }

    /// <summary>The service's configuration keys and values.</summary>
    public IReadOnlyDictionary<string, string> Settings(ServiceResource service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = Address(service.Name),
            ["Identity:Authority"] = Address("identity"),
            ["Identity:ClientId"] = service.Name,
            ["Identity:ClientSecret"] = ClientsFile.Secret(home.Secrets, service.Name),
        };
        foreach (var kind in new[] { "Database", "Broker", "EventStoreDb" })
        {
            if (connections.TryGetValue($"{service.Name}/{kind}", out var connection))
            {
                settings[$"ConnectionStrings:{kind}"] = connection;
            }
        }
        if (settings.ContainsKey("ConnectionStrings:EventStoreDb"))
        {
            // Installations may share a server; one that starts over begins a journal of its own.
            settings["Journal:Name"] = $"{service.Name}.{home.State.Id[..8]}";
        }
        foreach (var other in service.Calls)
        {
            settings[$"Services:{other}"] = Address(other);
        }
        foreach (var (key, value) in Topology.CommonSettings.Concat(service.Settings))
        {
            if (Resolve(value, service) is { } resolved)
            {
                settings[key] = resolved;
            }
        }
        return settings;
    }

    private string Address(string service) => Addresses[service].AbsoluteUri.TrimEnd('/');

    private string? Resolve(string value, ServiceResource service) => value switch
    {
        Placeholder.Secrets => home.Secrets.Of(service.Name),
        Placeholder.County => repository.County,
        Placeholder.AuditWitness => Path.Combine(home.Folder, "audit", service.Name),
        Placeholder.ErasureLedger => Path.Combine(home.Folder, "erasures", service.Name),
        Placeholder.BrokerManagement => connections.GetValueOrDefault($"{service.Name}/Management"),
        Placeholder.ClientsFile => ClientsFile.PathIn(home.Secrets),
        _ => value,
    };
}
