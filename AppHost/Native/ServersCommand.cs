using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guzhang.AppHost.Native;

/// <summary>How tests reach a PostgreSQL and a RabbitMQ as administrators; see <see cref="ServersCommand"/>.</summary>
/// <param name="Postgres">Npgsql connection string of the superuser</param>
/// <param name="Broker">amqp address of the administrator, default virtual host</param>
/// <param name="BrokerAdmin">address of the broker's management interface, with user and password</param>
public sealed record ServerAddresses(string Postgres, string Broker, string BrokerAdmin)
{
    public const string PostgresVariable = "GUZHANG_TEST_POSTGRES";
    public const string BrokerVariable = "GUZHANG_TEST_BROKER";
    public const string BrokerAdminVariable = "GUZHANG_TEST_BROKER_ADMIN";

    [JsonIgnore]
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        [PostgresVariable] = Postgres,
        [BrokerVariable] = Broker,
        [BrokerAdminVariable] = BrokerAdmin,
    };
}

/// <summary>
/// `servers [--dir D]`: one empty PostgreSQL and one empty RabbitMQ for tests. Prints their addresses as one JSON line
/// (and writes them as shell exports to D/env.sh), runs until its input closes, then stops and deletes them.
/// </summary>
public static class ServersCommand
{
    public static async Task<int> RunAsync(string? folder, CancellationToken cancellation)
    {
        folder ??= Directory.CreateTempSubdirectory("guzhang-servers-").FullName;
        await using var servers = await TestServerPair.StartAsync(folder, cancellation);
        var exports = servers.Addresses.Variables.Select(variable => $"export {variable.Key}='{variable.Value}'\n");
        SecretFolder.Write(Path.Combine(folder, "env.sh"), string.Concat(exports));
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(servers.Addresses, JsonSerializerOptions.Web));
        await Console.Out.FlushAsync(cancellation);
        await WaitForEndOfInputAsync(cancellation);
        return 0;
    }

    private static async Task WaitForEndOfInputAsync(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellation.Register(stopped.SetResult);
        var ended = Task.Run(() =>
        {
            while (Console.In.Read() >= 0)
            {
            }
        }, CancellationToken.None);
        await Task.WhenAny(ended, stopped.Task);
    }
}
