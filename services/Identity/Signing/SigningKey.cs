using System.Security.Cryptography;
using Guzhang.ServiceDefaults;
using Microsoft.IdentityModel.Tokens;

namespace Guzhang.Identity.Signing;

/// <summary>The key that signs tokens: EC P-256, a PEM file only its owner can read, made on first start.</summary>
public static class SigningKey
{
    /// <summary>Name of the key's file in the secrets directory.</summary>
    public const string FileName = "signing-key.pem";

    /// <summary>Reads the key, or makes it. The key id is its RFC 7638 thumbprint, so it survives restarts.</summary>
    public static ECDsaSecurityKey Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            Make(path);
        SecretFile.Check(path, "签名密钥文件");
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

    private static void Make(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SecretFile.Make(path, System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
    }
}
