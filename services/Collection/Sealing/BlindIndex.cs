using System.Buffers.Binary;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Guzhang.Collection.Sealing;

/// <summary>Keyed HMAC-SM3 of a value: equal values meet, and nobody without the key can tell or try them. Never leaves Collection.</summary>
public sealed class BlindIndex(SecretKeys keys)
{
    [ThreadStatic]
    private static (KeyParameter Key, HMac Mac)? _ready;

    private readonly KeyParameter _key = new(keys.Index);

    /// <summary>32 bytes. <paramref name="kind"/> keeps equal texts of different fields apart.</summary>
    public byte[] Of(string kind, string value)
    {
        var mac = Ready();
        mac.BlockUpdate(Encoding.UTF8.GetBytes($"{kind}\n{value}"));
        var result = new byte[mac.GetMacSize()];
        mac.DoFinal(result);
        return result;
    }

    /// <summary>The first 8 bytes, for an index that is to be small and whose hits are looked at again.</summary>
    public long Tag(string kind, string value) => BinaryPrimitives.ReadInt64BigEndian(Of(kind, value));

    /// <summary>A MAC that has taken in the key: one a thread, since that is half of the work for a short value.</summary>
    private HMac Ready()
    {
        if (_ready is not { } ready || ready.Key != _key)
        {
            _ready = ready = (_key, new HMac(new SM3Digest()));
            ready.Mac.Init(_key);
        }

        return ready.Mac;
    }
}
