namespace Guzhang.AppHost.Native;

/// <summary>
/// `scan`: after a run of the demo, looks for its people in the clear in everything this installation keeps (the demo's own
/// command, which knows them). The platform runs meanwhile.
/// </summary>
public static class ScanCommand
{
    public static async Task<int> RunAsync(Repository repository, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(repository);
        RunningServices.Find(repository.Local);
        using var scan = ChildProcess.Start(new ChildSpec("scan", "dotnet", [repository.Program(Topology.Demo), "scan", "--local", repository.Local]) { WorkingDirectory = repository.Root });
        try
        {
            await scan.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            await scan.StopAsync();
            throw;
        }

        return scan.ExitCode;
    }
}
