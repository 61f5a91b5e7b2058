using System.Security.Cryptography;

namespace Guzhang.AppHost.Native;

/// <summary>
/// Secrets made on first run: a folder per owner (a service, or a server), folders 0700, files 0600. A secret that is
/// there is never changed.
/// </summary>
public sealed class SecretFolder
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public SecretFolder(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder, OwnerFolder);
        File.SetUnixFileMode(folder, OwnerFolder);
    }

    public string Folder { get; }

    /// <summary>The folder that belongs to one service or server alone.</summary>
    public string Of(string owner)
    {
        var folder = Path.Combine(Folder, owner);
        Directory.CreateDirectory(folder, OwnerFolder);
        return folder;
    }

    /// <summary>A secret of 160 random bits in hexadecimal, made when it is first asked for.</summary>
    public string Get(string owner, string name)
    {
        var file = Path.Combine(Of(owner), name);
        if (!File.Exists(file))
        {
            Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)));
        }
        return File.ReadAllText(file);
    }

    /// <summary>The secret that a placeholder {secret:owner/name} stands for.</summary>
    public string Get(Placeholder secret) => Get(Path.GetDirectoryName(secret.Name)!, Path.GetFileName(secret.Name));

    /// <summary>Writes a file that only its owner may read, whole or not at all.</summary>
    public static void Write(string file, string content)
    {
        File.Delete(file + ".new");
        using (var stream = new FileStream(file + ".new", new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerFile }))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(content);
        }
        File.Move(file + ".new", file, overwrite: true);
    }
}
