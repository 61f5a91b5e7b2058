using System.Globalization;

namespace Guzhang.AppHost.Native;

/// <summary>
/// Held by the one running start of a clone. It is a lock of the operating system on a file, so it ends with its
/// process however that ends; the pid in the file beside it is for the message only.
/// </summary>
public static class RunLock
{
    public static FileStream Take(string folder)
    {
        var pid = Path.Combine(folder, "run.pid");
        try
        {
            var stream = new FileStream(Path.Combine(folder, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(pid, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return stream;
        }
        catch (IOException e)
        {
            var holder = File.Exists(pid) ? File.ReadAllText(pid) : "unknown";
            throw new StartFailedException($"the platform is already running in this clone (process {holder})", e);
        }
    }
}
