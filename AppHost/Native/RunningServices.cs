namespace Guzhang.AppHost.Native;

/// <summary>The services of this clone that run, with their addresses: only while the very processes that we started run.</summary>
public static class RunningServices
{
    /// <exception cref="StartFailedException">Identity doesn't run: the platform is not started.</exception>
    public static IReadOnlyDictionary<string, Uri> Find(string local)
    {
        var file = Path.Combine(local, "state.json");
        var state = File.Exists(file) ? LocalState.Load(file) : null;
        var running = (state?.Processes ?? [])
            .Where(process => state!.Ports.ContainsKey(process.Name) && new ProcessIdentity(process.Pid, process.Started).IsRunning)
            .ToDictionary(process => process.Name, process => new Uri($"http://127.0.0.1:{state!.Ports[process.Name]}"));
        return running.ContainsKey("identity") ? running : throw new StartFailedException("the platform is not running in this clone: start it with ./run");
    }
}
