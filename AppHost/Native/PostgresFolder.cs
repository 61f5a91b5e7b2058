using System.Diagnostics;

namespace Guzhang.AppHost.Native;

/// <summary>
/// Where PostgreSQL's data lie. It refuses to run as root, and the user that it runs as then cannot enter a clone
/// under /root: so for root the data are in a folder of that user under /var/lib/guzhang, linked from the
/// installation; for anybody else they are in the installation.
/// </summary>
public sealed class PostgresFolder
{
    private const string Shared = "/var/lib/guzhang";
    private const string ServerUser = "postgres";
    private readonly string link;
    private readonly string owner;

    public PostgresFolder(Installation home)
    {
        ArgumentNullException.ThrowIfNull(home);
        link = Path.Combine(home.Folder, "postgres");
        owner = home.State.Id;
        User = Environment.IsPrivilegedProcess ? ServerUser : null;
        Folder = User is null ? link : LinkTarget(link) ?? Path.Combine(Shared, home.Hash);
    }

    /// <summary>The user that the server runs as; null is our own.</summary>
    public string? User { get; }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    public void Prepare()
    {
        if (User is null)
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
        var mark = Path.Combine(Folder, "installation");
        if (Directory.Exists(Folder) && !(File.Exists(mark) && File.ReadAllText(mark) == owner))
        {
            // Left by an installation that was in this place before and took its keys with it: nothing can read it.
            Directory.Delete(Folder, recursive: true);
        }
        if (!Directory.Exists(Folder))
        {
            Run("install", "-d", "-m", "0711", Shared);
            Run("install", "-d", "-m", "0700", "-o", ServerUser, "-g", ServerUser, Folder);
            File.WriteAllText(mark, owner);
        }
        if (LinkTarget(link) is null)
        {
            Directory.CreateSymbolicLink(link, Folder);
        }
    }

    /// <summary>Deletes the data of a stopped server, for root also outside the installation.</summary>
    public void Delete()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
        if (new FileInfo(link).LinkTarget is not null)
        {
            File.Delete(link);
        }
    }

    private static string? LinkTarget(string link) =>
        new DirectoryInfo(link).LinkTarget is { } target && Directory.Exists(target) ? target : null;

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new StartFailedException($"{program} {string.Join(' ', arguments)} failed: is the PostgreSQL server installed?");
        }
    }
}
