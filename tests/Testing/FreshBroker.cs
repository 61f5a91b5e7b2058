using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Guzhang.AppHost.Native;
using Xunit;

namespace Guzhang.Testing;

/// <summary>
/// A new virtual host on the test broker, deleted at the end with all its queues. As a class fixture:
/// IClassFixture&lt;FreshBroker&gt;; by hand: <see cref="CreateAsync"/> with 'await using'.
/// </summary>
public sealed class FreshBroker : IAsyncLifetime
{
    private readonly List<string> users = [];
    private ServerAddresses? servers;

    public string VirtualHost { get; } = "test-" + Guid.NewGuid().ToString("N")[..16];

    /// <summary>amqp address of the administrator, who may do anything in the virtual host.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Settings by which Identity makes subscribers in this virtual host.</summary>
    public string[] ManagementSettings => [$"--Broker:Management={servers!.BrokerAdmin}", $"--Broker:VirtualHost={VirtualHost}"];

    /// <summary>amqp address of a user, in the virtual host.</summary>
    public string AddressOf(string user, string secret) => AddressOf($"{user}:{secret}");

    /// <summary>
    /// The broker's management interface, signed in as administrator; e.g. GET api/queues/{VirtualHost}.
    /// </summary>
    public HttpClient Management { get; private set; } = new();

    /// <summary>On the run's own broker, or on that of <paramref name="servers"/>.</summary>
    public static async Task<FreshBroker> CreateAsync(ServerAddresses? servers = null)
    {
        var broker = new FreshBroker { servers = servers };
        await broker.InitializeAsync();
        return broker;
    }

    public async ValueTask InitializeAsync()
    {
        servers ??= await TestServers.GetAsync();
        var admin = new Uri(servers.BrokerAdmin);
        Management = new HttpClient { BaseAddress = new Uri(admin.GetLeftPart(UriPartial.Scheme) + admin.Authority) };
        Management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(admin.UserInfo)));
        await PutAsync($"api/vhosts/{VirtualHost}", new { });
        await PutAsync($"api/permissions/{VirtualHost}/{RabbitServer.AdminUser}", new { configure = ".*", write = ".*", read = ".*" });
        Address = AddressOf(new Uri(servers.Broker).UserInfo);
    }

    /// <summary>
    /// Makes a user with the rights that the platform gives to this service, and answers the address it connects to.
    /// </summary>
    public async Task<string> ServiceAddressAsync(string service)
    {
        var user = $"{VirtualHost}-{service}";
        await PutAsync($"api/users/{user}", new { password = "secret", tags = "" });
        users.Add(user);
        var rights = RabbitDefinitions.ServiceRights(service, VirtualHost);
        await PutAsync($"api/permissions/{VirtualHost}/{user}", new { configure = rights.Configure, write = rights.Write, read = rights.Read });
        return AddressOf($"{user}:secret");
    }

    public async ValueTask DisposeAsync()
    {
        var rights = await Management.GetFromJsonAsync<List<JsonElement>>($"api/vhosts/{VirtualHost}/permissions");
        users.AddRange(rights!.Select(right => right.GetProperty("user").GetString()!).Where(user => user.StartsWith("subscriber.", StringComparison.Ordinal)));
        foreach (var path in users.Select(user => $"api/users/{user}").Prepend($"api/vhosts/{VirtualHost}"))
        {
            using var answer = await Management.DeleteAsync(new Uri(path, UriKind.Relative));
        }
        Management.Dispose();
    }

    private string AddressOf(string userInfo) => $"amqp://{userInfo}@{new Uri(servers!.Broker).Authority}/{VirtualHost}";

    private async Task PutAsync(string path, object body)
    {
        using var answer = await Management.PutAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }
}
