using System.Globalization;
using System.Runtime.InteropServices;

namespace Guzhang.AppHost.Native;

/// <summary>
/// A process that can be recognized later: a pid alone is given to another process sooner or later, a pid with its
/// start time (clock ticks since boot, of this boot) is not.
/// </summary>
public sealed record ProcessIdentity(int Pid, string Started)
{
    private const int NoSuchProcess = 3;

    /// <summary>The identity of a running process, or null if there is none with this pid.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        try
        {
            // The command name in parentheses may hold spaces; the fields after it start with the state (field 3).
            var fields = File.ReadAllText($"/proc/{pid}/stat");
            var afterName = fields[(fields.LastIndexOf(')') + 2)..].Split(' ');
            var ended = afterName[0] is "Z" or "X";
            return ended ? null : new ProcessIdentity(pid, $"{BootId.Value}:{afterName[19]}");
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The identity of a process that ended before it could be looked at; nothing that runs is ever equal to it.</summary>
    public static ProcessIdentity Ended(int pid) => new(pid, "ended");

    /// <summary>Whether this very process still runs.</summary>
    public bool IsRunning => Of(Pid) == this;

    /// <summary>Sends a signal to the process, or to everything in its session's group; silent if it is gone.</summary>
    public void Signal(Signal signal, bool wholeGroup = false)
    {
        if (IsRunning && Kill(wholeGroup ? -Pid : Pid, (int)signal) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
        {
            throw new StartFailedException(string.Create(CultureInfo.InvariantCulture, $"cannot stop process {Pid}: {Marshal.GetLastPInvokeErrorMessage()}"));
        }
    }

    /// <summary>Asks the process to stop, waits, and ends its whole group by force if it does not.</summary>
    public async Task StopAsync(Signal signal, TimeSpan patience)
    {
        Signal(signal);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (IsRunning && waited.Elapsed < patience)
        {
            await Task.Delay(50);
        }
        if (IsRunning)
        {
            Signal(Native.Signal.Kill, wholeGroup: true);
            while (IsRunning)
            {
                await Task.Delay(20);
            }
        }
    }

    private static readonly Lazy<string> BootId = new(() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()[..8]);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}

/// <summary>The signals used to stop processes, and by tests to freeze and thaw them (Linux numbers).</summary>
public enum Signal
{
    None = 0,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Freeze = 19,
}
