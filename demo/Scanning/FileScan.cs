namespace Guzhang.Demo.Scanning;

/// <summary>Reads every file under a folder, through links too, as bytes: data files, write-ahead logs, message stores, logs, state.</summary>
public static class FileScan
{
    private const int Piece = 1 << 20;

    /// <param name="folder">Where to begin.</param>
    /// <param name="needles">What is looked for.</param>
    /// <param name="findings">Where counts and finds go.</param>
    /// <param name="leaveOut">Whether a file, by its path under the folder, is not looked at.</param>
    public static async Task Run(string folder, Needles needles, Findings findings, Func<string, bool>? leaveOut = null)
    {
        var buffer = new byte[Piece];
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            // An empty one is a mark or a lock, which another program may hold.
            if (leaveOut?.Invoke(name) == true || new FileInfo(file) is { Exists: false } or { Length: 0 })
            {
                continue;
            }

            try
            {
                await One(file, name, buffer, needles, findings);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // A server at work has removed it meanwhile.
            }
        }
    }

    private static async Task One(string file, string name, byte[] buffer, Needles needles, Findings findings)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        findings.Files++;
        var kept = 0;
        while (await stream.ReadAsync(buffer.AsMemory(kept)) is > 0 and var read)
        {
            findings.Bytes += read;
            var (before, length) = (kept, kept + read);
            // What lies whole in the end of the piece before was found there.
            needles.Find(buffer.AsSpan(0, length), (what, end) =>
            {
                if (end > before)
                {
                    findings.Add(name, what);
                }
            });
            var next = Math.Min(length, needles.Longest - 1);
            buffer.AsSpan(length - next, next).CopyTo(buffer);
            kept = next;
        }
    }
}
