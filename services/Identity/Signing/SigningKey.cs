using System.Security.Cryptography;
using Guzhang.ServiceDefaults;
using Microsoft.IdentityModel.Tokens;

namespace Guzhang.Identity.Signing;

/// <summary>The key that signs tokens: EC P-256, a PEM file only its owner can read, made on first start.</summary>
public static class SigningKey
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Name of the key's file in the secrets directory.</summary>
    public const string FileName = "signing-key.pem";

    /// <summary>Reads the key, or makes it. The key id is its RFC 7638 thumbprint, so it survives restarts.</summary>
    public static ECDsaSecurityKey Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            Make(directory, path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            throw new SettingException($"签名密钥文件 {path} 可被其他用户读取，请先执行 chmod 600。");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new SettingException($"签名密钥文件 {path} 不是有效的 PEM 私钥。", e);
        }

        var named = new ECDsaSecurityKey(key);
        named.KeyId = Base64UrlEncoder.Encode(named.ComputeJwkThumbprint());
        return named;
    }

    /// <summary>Whole or not at all: a second process starting at the same time finds the first one's key.</summary>
    private static void Make(string directory, string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
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
}
