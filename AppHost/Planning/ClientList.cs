using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guzhang.AppHost.Planning;

/// <summary>The clients that Identity knows, as the JSON it reads, with placeholders where secrets and addresses go.</summary>
public static class ClientList
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="county">the division of every service</param>
    /// <param name="trials">with the clients that only an installation for trials has</param>
    /// <param name="console">with the console's gateway, to which people sign in</param>
    public static string Template(string county, bool trials, bool console)
    {
        var services = Topology.WithInterface.Select(service => new Client(service.Name, Secret(service.Name), "service", county));
        var others = trials
            ? Topology.TrialClients.Select(client => new Client(client.Key, Secret(client.Key), client.Value, client.Value == "*" ? null : county))
            : [];
        IEnumerable<Client> web = console
            ? [new Client(Topology.Console.Name, Secret(Topology.Console.Name), null, null)
            {
                RedirectUris = [Placeholder.Public(Topology.Console.Name) + Topology.Console.SignedInPath],
                SignedOutUris = [Placeholder.Public(Topology.Console.Name) + Topology.Console.SignedOutPath],
            }]
            : [];
        return JsonSerializer.Serialize(new { Clients = services.Concat(others).Concat(web) }, Json);
    }

    private static string Secret(string client) => Topology.TrialClients.ContainsKey(client)
        ? Placeholder.Secret("trial", client)
        : Placeholder.Secret(client, Topology.ClientSecret);

    private sealed record Client(string Id, string Secret, string? Role, string? Division)
    {
        public IReadOnlyList<string>? RedirectUris { get; init; }

        public IReadOnlyList<string>? SignedOutUris { get; init; }
    }
}
