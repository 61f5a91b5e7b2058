using System.Security.Cryptography;
using System.Text;

namespace Guzhang.AppHost.Native;

/// <summary>
/// One installation's folder (a clone's .local, or a test run's folder): state, logs, secrets and the servers' data.
/// </summary>
public sealed class Installation
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public Installation(string folder)
    {
        Folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(Folder, OwnerOnly);
        File.SetUnixFileMode(Folder, OwnerOnly);
        Directory.CreateDirectory(Logs, OwnerOnly);
        State = LocalState.Load(Path.Combine(Folder, "state.json"));
        Secrets = new SecretFolder(Path.Combine(Folder, "secrets"));
    }

    public string Folder { get; }

    public LocalState State { get; }

    public SecretFolder Secrets { get; }

    public string Logs => Path.Combine(Folder, "logs");

    public string Log(string name) => Path.Combine(Logs, name + ".log");

    /// <summary>A short name for this folder, other for every clone.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)))[..12];

    /// <summary>Starts a program and remembers it, so that a later start can clean up after a crash of ours.</summary>
    public ChildProcess Start(ChildSpec spec)
    {
        var child = ChildProcess.Start(spec);
        State.Remember(new RunningProcess(spec.Name, child.Identity.Pid, child.Identity.Started, spec.StopSignal));
        return child;
    }

    /// <summary>Stops a program that we started and forgets it.</summary>
    public async Task StopAsync(ChildProcess child)
    {
        ArgumentNullException.ThrowIfNull(child);
        await child.StopAsync();
        State.Forget(child.Identity.Pid);
        child.Dispose();
    }

    /// <summary>Stops, last started first, what an earlier start of this installation left running; says how many that were.</summary>
    public async Task<int> StopLeftoversAsync()
    {
        var stopped = 0;
        foreach (var left in State.Processes.Reverse())
        {
            var identity = new ProcessIdentity(left.Pid, left.Started);
            if (identity.IsRunning)
            {
                await identity.StopAsync(left.StopSignal, TimeSpan.FromSeconds(10));
                stopped++;
            }
            State.Forget(left.Pid);
        }
        return stopped;
    }

    /// <summary>Deletes everything of this installation but the entries to keep; nothing of it may run.</summary>
    public void Delete(params IReadOnlyList<string> keep)
    {
        new PostgresFolder(this).Delete();
        foreach (var entry in new DirectoryInfo(Folder).EnumerateFileSystemInfos().Where(entry => !keep.Contains(entry.Name)))
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    /// <summary>Keeps the logs of the start before this one, and no older ones.</summary>
    public void StartNewLogs()
    {
        foreach (var log in Directory.GetFiles(Logs, "*.log"))
        {
            File.Move(log, log + ".previous", overwrite: true);
        }
    }
}
