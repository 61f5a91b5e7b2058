using System.Globalization;

namespace Guzhang.Audit.Sealing;

/// <summary>
/// The newest seal in a file outside the database (one line: number and seal): who cuts the end off the chain, or puts an
/// older database in its place, can't make the chain reach it again. A null file witnesses nothing.
/// </summary>
public sealed class Witness(string? file)
{
    /// <summary>Whether there is a file to write to.</summary>
    public bool IsKept => file is not null;

    /// <summary>What was written last.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public ChainHead? Read()
    {
        if (file is null || !File.Exists(file))
        {
            return null;
        }

        return File.ReadAllText(file).Trim().Split(' ') is [var number, { Length: 64 } seal]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new ChainHead(seq, seal)
            : throw new InvalidDataException($"{file} is no witness of an audit chain");
    }

    /// <summary>Replaces it, whole or not at all, readable by its owner only.</summary>
    internal void Write(ChainHead head)
    {
        if (file is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var draft = $"{file}.{Guid.NewGuid():n}";
        using (var stream = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head.Seq} {head.Seal}\n")));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: true);
    }
}
