using System.Diagnostics;
using System.Text.Json;
using Guzhang.AppHost.Native;

namespace Guzhang.Testing;

/// <summary>
/// The PostgreSQL and the RabbitMQ that this run of tests uses: those that ./test named in the environment, otherwise
/// (a test started from an editor) a pair of our own, started once per process and gone with it.
/// </summary>
public static class TestServers
{
    private static readonly Lazy<Task<ServerAddresses>> Addresses = new(FindOrStartAsync);

    /// <summary>Held for the life of this process: a collected one closes its input, and with it the servers.</summary>
    private static Process? running;

    public static Task<ServerAddresses> GetAsync() => Addresses.Value;

    private static async Task<ServerAddresses> FindOrStartAsync()
    {
        var postgres = Environment.GetEnvironmentVariable(ServerAddresses.PostgresVariable);
        var broker = Environment.GetEnvironmentVariable(ServerAddresses.BrokerVariable);
        var brokerAdmin = Environment.GetEnvironmentVariable(ServerAddresses.BrokerAdminVariable);
        return postgres is not null && broker is not null && brokerAdmin is not null
            ? new ServerAddresses(postgres, broker, brokerAdmin)
            : await StartAsync();
    }

    /// <summary>
    /// A process of its own, because its input closes however we end: no server outlives a test run that was killed.
    /// </summary>
    private static async Task<ServerAddresses> StartAsync()
    {
        var appHost = typeof(ServerAddresses).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [appHost, "servers"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        running = Process.Start(start)!;
        var line = await running.StandardOutput.ReadLineAsync();
        return line is null
            ? throw new InvalidOperationException("The test servers did not start; the reason is printed above.")
            : JsonSerializer.Deserialize<ServerAddresses>(line, JsonSerializerOptions.Web)!;
    }
}
