using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Guzhang.Collection.Sealing;

/// <summary>SM4 in Galois/Counter mode: 12 random bytes, ciphertext, 16 bytes of tag. What it is bound to must be said again to open it.</summary>
internal static class Sm4Gcm
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, byte[] boundTo)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var cipher = Cipher(true, key, nonce, boundTo);
        var sealedBytes = new byte[NonceLength + plain.Length + TagLength];
        nonce.CopyTo(sealedBytes, 0);
        var written = cipher.ProcessBytes(plain, sealedBytes.AsSpan(NonceLength));
        cipher.DoFinal(sealedBytes.AsSpan(NonceLength + written));
        return sealedBytes;
    }

    /// <exception cref="SealBrokenException">Wrong key, another binding, cut or changed bytes.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> sealedBytes, byte[] boundTo)
    {
        if (sealedBytes.Length < NonceLength + TagLength)
        {
            throw new SealBrokenException();
        }

        var cipher = Cipher(false, key, sealedBytes[..NonceLength].ToArray(), boundTo);
        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        try
        {
            var written = cipher.ProcessBytes(sealedBytes[NonceLength..], plain);
            cipher.DoFinal(plain.AsSpan(written));
            return plain;
        }
        catch (InvalidCipherTextException)
        {
            throw new SealBrokenException();
        }
    }

    private static GcmBlockCipher Cipher(bool forSealing, byte[] key, byte[] nonce, byte[] boundTo)
    {
        var cipher = new GcmBlockCipher(new SM4Engine());
        cipher.Init(forSealing, new AeadParameters(new KeyParameter(key), TagLength * 8, nonce, boundTo));
        return cipher;
    }
}
