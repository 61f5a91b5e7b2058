using System.Diagnostics;

namespace Guzhang.AppHost.Native;

/// <summary>What to start: a program, its arguments and environment, where its output goes and how it is asked to stop.</summary>
public sealed record ChildSpec(string Name, string Program, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Prefixes of inherited environment variables that must not reach the program.</summary>
    public IReadOnlyList<string> WithoutPrefixes { get; init; } = [];

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>File that output is appended to; null shows it on our own terminal.</summary>
    public string? Log { get; init; }

    /// <summary>Operating system user to run as; null is our own.</summary>
    public string? User { get; init; }

    public Signal StopSignal { get; init; } = Signal.Terminate;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(8);
}

/// <summary>
/// A program in a session of its own: Ctrl-C at the terminal reaches only us, and we stop the others in order.
/// Its output goes straight to its log file, so that it does not depend on us being alive.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    private ChildProcess(ChildSpec spec, Process process, ProcessIdentity identity)
    {
        Spec = spec;
        this.process = process;
        Identity = identity;
    }

    public ChildSpec Spec { get; }

    public ProcessIdentity Identity { get; }

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public static ChildProcess Start(ChildSpec spec)
    {
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, WorkingDirectory = spec.WorkingDirectory };
        if (spec.Log is not null)
        {
            Add(start, "sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", spec.Log);
        }
        if (spec.User is not null)
        {
            Add(start, "setpriv", $"--reuid={spec.User}", $"--regid={spec.User}", "--init-groups", "--");
        }
        Add(start, [spec.Program, .. spec.Arguments]);
        foreach (var inherited in start.Environment.Keys.Where(key => spec.WithoutPrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(inherited);
        }
        foreach (var (key, value) in spec.Environment)
        {
            start.Environment[key] = value;
        }
        var process = Process.Start(start) ?? throw new StartFailedException($"{spec.Name} could not be started");
        // One that ended already is told by the wait for its readiness, which knows its exit code.
        return new ChildProcess(spec, process, ProcessIdentity.Of(process.Id) ?? ProcessIdentity.Ended(process.Id));
    }

    public Task WaitForExitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    public Task StopAsync() => Identity.StopAsync(Spec.StopSignal, Spec.Patience);

    /// <summary>Waits until the check holds; a process that ends meanwhile or takes too long is a failed start.</summary>
    public async Task UntilAsync(Func<CancellationToken, Task<bool>> check, TimeSpan limit, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (!await check(cancellation))
        {
            if (HasExited)
            {
                throw new StartFailedException($"{Spec.Name} ended with code {ExitCode} while starting{LogTail(Spec)}");
            }
            if (waited.Elapsed > limit)
            {
                throw new StartFailedException($"{Spec.Name} was not ready after {limit.TotalSeconds:0} s{LogTail(Spec)}");
            }
            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>The last lines of the program's log, for the message about its death.</summary>
    public static string LogTail(ChildSpec spec, int lines = 15)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Log is null || !File.Exists(spec.Log))
        {
            return "";
        }
        var tail = File.ReadLines(spec.Log).TakeLast(lines).Select(line => "    " + line);
        return $"; the last lines of {spec.Log}:\n{string.Join('\n', tail)}";
    }

    public void Dispose() => process.Dispose();

    private static void Add(ProcessStartInfo start, params string[] arguments)
    {
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
    }
}
