namespace Guzhang.AppHost.Native;

/// <summary>
/// `move-journal eventstoredb|postgres CONNECTION`: copies Collection's journal to the other store and compares it, while the
/// platform stands still. 0: it has moved; otherwise it is where it was, and why.
/// </summary>
public static class MoveJournalCommand
{
    public static async Task<int> RunAsync(Repository repository, string to, string connection, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(repository);
        Directory.CreateDirectory(repository.Local);
        await using var running = RunLock.Take(repository.Local);
        var home = new Installation(repository.Local);
        await home.StopLeftoversAsync();
        var collection = Topology.Services.Single(service => service.MayKeepJournalElsewhere);
        var postgres = new PostgresServer(home);
        try
        {
            await postgres.StartAsync(cancellation);
            await postgres.EnsureDatabaseAsync(collection.Name, home.Secrets.Get(collection.Name, Topology.DatabasePassword), cancellation);
            var process = new ServiceProcess(repository, home, new Surroundings(postgres.Port, EventStoreDb: connection));
            var service = process.Spec(collection);
            var mover = home.Start(service with { Name = "move-journal", Arguments = [.. service.Arguments, "move-journal", to], Log = null });
            try
            {
                await mover.WaitForExitAsync(cancellation);
                return mover.ExitCode;
            }
            finally
            {
                await home.StopAsync(mover);
            }
        }
        finally
        {
            await postgres.StopAsync();
        }
    }
}
