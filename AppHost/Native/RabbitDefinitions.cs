using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Guzhang.AppHost.Native;

/// <summary>A user of the broker.</summary>
public sealed record BrokerUser(string Name, string Password, bool IsAdministrator = false);

/// <summary>What a user may do in a virtual host: three patterns over names of queues and exchanges.</summary>
public sealed record BrokerRights(string User, string VirtualHost, string Configure, string Write, string Read);

/// <summary>The broker's users, virtual hosts and rights, in the file form that it loads when it starts.</summary>
public sealed record RabbitDefinitions(IReadOnlyList<string> VirtualHosts, IReadOnlyList<BrokerUser> Users, IReadOnlyList<BrokerRights> Rights)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Nothing but the default virtual host.</summary>
    public static RabbitDefinitions Empty { get; } = new(["/"], [], []);

    /// <summary>The platform's virtual host, and a user for each service that needs one.</summary>
    /// <param name="password">the password of a service's user</param>
    public static RabbitDefinitions OfServices(Func<string, string> password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var users = Topology.Services.Where(service => service.HasBroker).Select(service => service.Name).ToList();
        var definitions = new RabbitDefinitions(
            ["/", Topology.VirtualHost],
            [.. users.Select(user => new BrokerUser(user, password(user)))],
            [.. users.Select(user => ServiceRights(user, Topology.VirtualHost))]);
        return Topology.Services.Where(service => service.ManagesBroker)
            .Aggregate(definitions, (made, service) => made.With(new BrokerUser(service.Name, password(service.Name), IsAdministrator: true)));
    }

    /// <summary>
    /// A service's rights: it makes, writes to and reads what carries its name (queues and exchanges 'name' and
    /// 'name.…', its published exchange 'guzhang.name' and 'guzhang.name.…'), and binds to whatever any service
    /// publishes ('guzhang.…'). It can write to no other service's exchange or queue. Whoever starts first declares the
    /// exchange it binds to, and the broker asks for the right to configure even where it is there already.
    /// </summary>
    public static BrokerRights ServiceRights(string service, string virtualHost)
    {
        // \z, not $: in a published Compose file that would begin a variable.
        var own = $@"^(guzhang\.)?{service}(\..*)?\z";
        var seen = $@"^(guzhang\..*|{service}(\..*)?)\z";
        return new BrokerRights(service, virtualHost, seen, own, seen);
    }

    /// <summary>These definitions and one more user; an administrator has every right everywhere.</summary>
    public RabbitDefinitions With(BrokerUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var rights = user.IsAdministrator ? VirtualHosts.Select(host => new BrokerRights(user.Name, host, ".*", ".*", ".*")) : [];
        return this with { Users = [.. Users, user], Rights = [.. Rights, .. rights] };
    }

    /// <summary>The file as the broker loads it, with hashes of the passwords.</summary>
    public string ToJson() => ToJson(user => new
    {
        user.Name,
        PasswordHash = HashPassword(user.Password, RandomNumberGenerator.GetBytes(4)),
        HashingAlgorithm = "rabbit_password_hashing_sha256",
        Tags = Tags(user),
    });

    /// <summary>The file with the passwords themselves, which the broker hashes as it loads it: for passwords that are placeholders yet.</summary>
    public string ToTemplate() => ToJson(user => new { user.Name, user.Password, Tags = Tags(user) });

    private string ToJson<T>(Func<BrokerUser, T> user) => JsonSerializer.Serialize(new
    {
        Users = Users.Select(user),
        Vhosts = VirtualHosts.Select(name => new { Name = name }),
        Permissions = Rights.Select(right => new { right.User, Vhost = right.VirtualHost, right.Configure, right.Write, right.Read }),
    }, Json);

    private static string Tags(BrokerUser user) => user.IsAdministrator ? "administrator" : "";

    /// <summary>RabbitMQ's salted hash: base64 of the four bytes of salt and SHA-256 of salt and password.</summary>
    public static string HashPassword(string password, byte[] salt)
    {
        ArgumentNullException.ThrowIfNull(salt);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }
}
