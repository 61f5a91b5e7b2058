using System.Security.Cryptography;
using System.Xml.Linq;
using Guzhang.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.IdentityModel.Tokens;

namespace Guzhang.Identity.Signing;

/// <summary>Files that only their owner can read (0600 in folders 0700), written whole or not at all.</summary>
internal static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file unless it is there: of two processes that start together the second finds the first one's.</summary>
    public static void Make(string path, byte[] content)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(draft, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    /// <summary>Refuses a file that others can read.</summary>
    public static void Check(string path, string what)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            throw new SettingException($"{what} {path} 可被其他用户读取，请先执行 chmod 600。");
    }
}

/// <summary>The key that authorization codes and refresh tokens are encrypted with: 256 bits, made on first start.</summary>
internal static class EncryptionKey
{
    private const int Length = 32;

    public static SymmetricSecurityKey Open(string directory)
    {
        var path = Path.Combine(directory, "encryption-key");
        if (!File.Exists(path))
            SecretFile.Make(path, RandomNumberGenerator.GetBytes(Length));
        SecretFile.Check(path, "加密密钥文件");
        var key = File.ReadAllBytes(path);
        return key.Length == Length ? new SymmetricSecurityKey(key) : throw new SettingException($"加密密钥文件 {path} 不是 {Length} 字节。");
    }
}

/// <summary>The keys that seal sessions and forms, one file each, so that sessions survive a restart.</summary>
internal sealed class KeysInFolder(string folder) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.xml").Select(file => XElement.Load(file))] : [];

    public void StoreElement(XElement element, string friendlyName) =>
        SecretFile.Make(Path.Combine(folder, $"{Guid.NewGuid():N}.xml"), System.Text.Encoding.UTF8.GetBytes(element.ToString()));
}
