using System.Globalization;
using System.Text;
using Guzhang.Collection.Sealing;
using Guzhang.ServiceDefaults;

namespace Guzhang.Collection.ErasingPeople;

/// <summary>
/// Who was erased, in a file outside the database and its backups (setting <c>Erasures:Ledger</c>): after an older backup is put back
/// it says who has to be erased again. A line holds the laborer's id, when, and a keyed code over itself and the line before, so
/// that none can be changed or taken out of the middle. It is only added to, and on disk before an erasure commits.
/// </summary>
internal sealed class ErasureLedger(string file, BlindIndex index)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Everybody in it.</summary>
    /// <exception cref="SettingException">A line was changed, or one before it taken out: nobody can say any more who is to be erased.</exception>
    public async Task<IReadOnlyList<Erased>> Read(CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        await using var stream = await Open(FileMode.Open, cancel);
        return Parse(await Text(stream, cancel)).Lines;
    }

    /// <summary>Adds somebody, unless they are in it, and returns when the line is on disk.</summary>
    public async Task Add(Erased erased, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var stream = await Open(FileMode.OpenOrCreate, cancel);
        var (lines, length, last) = Parse(await Text(stream, cancel));
        if (lines.Any(l => l.Laborer == erased.Laborer))
        {
            return;
        }

        // A last line that a crash cut short was never acted on.
        stream.SetLength(length);
        stream.Position = length;
        var line = string.Create(CultureInfo.InvariantCulture, $"{erased.Laborer} {erased.At.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ} {erased.Reason}");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{line} {Code(last, line)}\n"), cancel);
        stream.Flush(flushToDisk: true);
    }

    private (List<Erased> Lines, long Length, string Last) Parse(string text)
    {
        var (lines, length, last) = (new List<Erased>(), 0L, "");
        while (text.IndexOf('\n', (int)length) is >= 0 and var end)
        {
            var whole = text[(int)length..end];
            var cut = whole.LastIndexOf(' ');
            if (cut < 0 || whole[(cut + 1)..] != Code(last, whole[..cut]))
            {
                throw new SettingException($"删除台账 {file} 第 {lines.Count + 1} 行与前文不符：台账可能被改动，请由原件恢复后再启动");
            }

            var parts = whole[..cut].Split(' ');
            lines.Add(new Erased(Guid.Parse(parts[0]), DateTimeOffset.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]));
            last = whole[(cut + 1)..];
            length = end + 1;
        }

        return (lines, length, last);
    }

    private string Code(string last, string line) => Convert.ToHexStringLower(index.Of("erased", $"{last}\n{line}"));

    private static async Task<string> Text(FileStream stream, CancellationToken cancel)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        return await reader.ReadToEndAsync(cancel);
    }

    /// <summary>Alone: two copies of the service may write at once.</summary>
    private async Task<FileStream> Open(FileMode mode, CancellationToken cancel)
    {
        for (var until = DateTime.UtcNow + Patience; ;)
        {
            try
            {
                var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
                if (mode == FileMode.OpenOrCreate)
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                return new FileStream(file, options);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                await Task.Delay(20, cancel);
            }
        }
    }
}

/// <summary>Somebody who was erased, when (business time), and why (a code of <see cref="ErasureReason"/>).</summary>
internal sealed record Erased(Guid Laborer, DateTimeOffset At, string Reason);
