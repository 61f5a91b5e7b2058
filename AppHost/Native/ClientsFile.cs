using System.Text.Json;

namespace Guzhang.AppHost.Native;

/// <summary>
/// The clients that Identity knows, with their secrets: every service, the console, and those of the demo and of trials.
/// Written anew at every start from secrets that stay.
/// </summary>
public static class ClientsFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static string PathIn(SecretFolder secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return Path.Combine(secrets.Folder, "clients.json");
    }

    /// <summary>The secret of one client, made when it is first asked for.</summary>
    public static string Secret(SecretFolder secrets, string client)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return Topology.TrialClients.ContainsKey(client) ? secrets.Get("trial", client) : secrets.Get(client, "client-secret");
    }

    /// <param name="secrets">where the file and the secrets are</param>
    /// <param name="county">the division of every service</param>
    /// <param name="console">the console's address; without one nobody can sign in to it</param>
    public static void Write(SecretFolder secrets, string county, Uri? console = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var services = Topology.WithInterface.Select(service => new Client(service.Name, Secret(secrets, service.Name), "service", county));
        var trials = Topology.TrialClients.Select(client =>
            new Client(client.Key, Secret(secrets, client.Key), client.Value, client.Value == "*" ? null : county));
        IEnumerable<Client> web = console is null
            ? []
            : [new Client(Topology.Console.Name, Secret(secrets, Topology.Console.Name), null, null)
            {
                RedirectUris = [new Uri(console, Topology.Console.SignedInPath)],
                SignedOutUris = [new Uri(console, Topology.Console.SignedOutPath)],
            }];
        SecretFolder.Write(PathIn(secrets), JsonSerializer.Serialize(new { Clients = services.Concat(trials).Concat(web) }, Json));
    }

    private sealed record Client(string Id, string Secret, string? Role, string? Division)
    {
        public IReadOnlyList<Uri>? RedirectUris { get; init; }

        public IReadOnlyList<Uri>? SignedOutUris { get; init; }
    }
}
