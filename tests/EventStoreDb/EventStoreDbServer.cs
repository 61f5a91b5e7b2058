using System.Diagnostics;
using EventStore.Client;

namespace Guzhang.Testing;

/// <summary>
/// The EventStoreDB that this run of tests uses: the one that the environment names, otherwise a container started once per
/// process, otherwise none. Each journal has a name of its own there.
/// </summary>
public static class EventStoreDbServer
{
    /// <summary>A connection string (esdb://…) of a server that takes appends of several megabytes.</summary>
    public const string Variable = "GUZHANG_TEST_EVENTSTOREDB";

    private const string Image = "eventstore/eventstore:23.10.6-jammy";
    private static readonly Lazy<Task<string?>> Found = new(FindAsync);

    /// <summary>Its connection string; nothing where there is none.</summary>
    public static Task<string?> ConnectionAsync() => Found.Value;

    /// <summary>Why tests that need it are skipped.</summary>
    public static string Missing => $"no EventStoreDB: set {Variable} to a connection string (esdb://…), or start Docker";

    /// <summary>A name for a journal that nobody used before.</summary>
    public static string NewName() => $"t{Guid.NewGuid():N}";

    private static async Task<string?> FindAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : await StartContainerAsync();

    /// <summary>The container goes with this process, however it ends.</summary>
    private static async Task<string?> StartContainerAsync()
    {
        if (await DockerAsync("info") is null)
        {
            return null;
        }

        var name = $"guzhang-test-eventstoredb-{Environment.ProcessId}";
        _ = await DockerAsync("run", "--detach", "--rm", "--name", name, "--publish", "127.0.0.1::2113", Image, "--insecure", "--mem-db", "--max-append-size=15000000")
            ?? throw new InvalidOperationException($"docker did not start {Image}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Process.Start("docker", ["rm", "--force", name]).WaitForExit();
        var address = (await DockerAsync("port", name, "2113/tcp"))!.Split('\n')[0].Trim();
        var connection = $"esdb://{address}?tls=false";
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(connection));
        await Eventually.Get(() => AnswersAsync(client), answers => answers, TimeSpan.FromSeconds(60));
        return connection;
    }

    private static async Task<bool> AnswersAsync(EventStoreClient client)
    {
        try
        {
            await client.ReadAllAsync(Direction.Backwards, Position.End, 1).FirstOrDefaultAsync();
            return true;
        }
        catch (Exception failure) when (failure is Grpc.Core.RpcException or DiscoveryException)
        {
            return false;
        }
    }

    private static async Task<string?> DockerAsync(params string[] arguments)
    {
        try
        {
            using var docker = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await docker.StandardOutput.ReadToEndAsync();
            await docker.WaitForExitAsync();
            return docker.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
