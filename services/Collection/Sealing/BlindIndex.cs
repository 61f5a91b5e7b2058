using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Guzhang.Collection.Sealing;

/// <summary>Keyed HMAC-SM3 of a value: equal values meet, and nobody without the key can tell or try them. Never leaves Collection.</summary>
public sealed class BlindIndex(SecretKeys keys)
{
    private readonly KeyParameter _key = new(keys.Index);

    /// <summary>32 bytes. <paramref name="kind"/> keeps equal texts of different fields apart.</summary>
    public byte[] Of(string kind, string value)
    {
        var mac = new HMac(new SM3Digest());
        mac.Init(_key);
        mac.BlockUpdate(Encoding.UTF8.GetBytes($"{kind}\n{value}"));
        var result = new byte[mac.GetMacSize()];
        mac.DoFinal(result);
        return result;
    }
}
