using Guzhang.AppHost.Native;
using Npgsql;

namespace Guzhang.Resilience.Tests.Staging;

/// <summary>A PostgreSQL and a RabbitMQ that tests may kill; they keep their addresses when they come back.</summary>
public sealed class OwnServers : IAsyncLifetime
{
    private TestServerPair pair = null!;
    private TcpGate toPostgres = null!;
    private TcpGate toBroker = null!;
    private TcpGate toManagement = null!;

    /// <summary>How to reach them, also after a restart.</summary>
    public ServerAddresses Addresses { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        pair = await TestServerPair.StartAsync(Directory.CreateTempSubdirectory("guzhang-own-").FullName, default);
        toPostgres = new TcpGate("127.0.0.1", () => pair.Postgres.Port);
        toBroker = new TcpGate("127.0.0.1", () => pair.Rabbit.Port);
        toManagement = new TcpGate("127.0.0.1", () => pair.Rabbit.ManagementPort);
        var own = pair.Addresses;
        Addresses = new ServerAddresses(
            new NpgsqlConnectionStringBuilder(own.Postgres) { Port = toPostgres.Port }.ConnectionString,
            new UriBuilder(own.Broker) { Port = toBroker.Port }.Uri.AbsoluteUri,
            new UriBuilder(own.BrokerAdmin) { Port = toManagement.Port }.Uri.AbsoluteUri);
    }

    /// <summary>Kills PostgreSQL, leaves it away for a while, and starts it on what it left.</summary>
    public async Task PostgresAway(TimeSpan away)
    {
        pair.Postgres.Process.Identity.Signal(Signal.Kill);
        await pair.Postgres.StopAsync();
        await Task.Delay(away);
        // Its sessions see that it is gone and end by themselves; until the last has, it can't be started.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await pair.Postgres.StartAsync(default);
                return;
            }
            catch (StartFailedException) when (attempt < 10)
            {
                await pair.Postgres.StopAsync();
            }
        }
    }

    /// <summary>Kills RabbitMQ, leaves it away for a while, and starts it on what it left.</summary>
    public async Task BrokerAway(TimeSpan away)
    {
        pair.Rabbit.Process.Identity.Signal(Signal.Kill);
        await pair.Rabbit.StopAsync();
        await Task.Delay(away);
        await pair.Rabbit.StartAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await toPostgres.DisposeAsync();
        await toBroker.DisposeAsync();
        await toManagement.DisposeAsync();
        await pair.DisposeAsync();
    }
}
