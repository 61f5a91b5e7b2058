using System.Security.Cryptography;

namespace Guzhang.Collection.Sealing;

/// <summary>
/// The keys of this service, outside the database, made on first run (files of mode 0600 in <c>Secrets:Directory</c>):
/// one wraps the keys of persons (SM4, 16 bytes), one makes blind indexes (HMAC-SM3, 32 bytes). While the wrapping key is being
/// changed there are two: <c>wrapping.next.key</c> wraps, and both unwrap.
/// </summary>
public sealed class SecretKeys
{
    private const int WrappingLength = 16;
    private const int IdLength = 4;

    /// <summary>A key of 16 bytes under the first wrapping key, from before there was an id in front: 12 bytes more for the nonce, 16 for the tag.</summary>
    private const int LengthWithoutId = 44;

    private readonly string _directory;
    private volatile WrappingKey[] _wrapping = [];

    private SecretKeys(string directory, byte[] index) => (_directory, Index) = (directory, index);

    /// <summary>Makes blind indexes and content codes.</summary>
    public byte[] Index { get; }

    /// <summary>Names the key that wraps now, in the first 4 bytes of what it has wrapped.</summary>
    internal byte[] Wrapping => _wrapping[^1].Id;

    /// <summary>Whether an older wrapping key is still kept.</summary>
    internal bool Changing => _wrapping.Length > 1;

    /// <summary>One-way codes over the index key and each wrapping key, the one that wraps now last.</summary>
    internal IReadOnlyList<byte[]> Fingerprints => [.. _wrapping.Select(key => new BlindIndex(this).Of("key-check", Convert.ToHexString(key.Key)))];

    private string Current => Path.Combine(_directory, "wrapping.key");

    private string Next => Path.Combine(_directory, "wrapping.next.key");

    /// <summary>Reads all, making what is missing.</summary>
    /// <exception cref="InvalidOperationException">A file has not the length of a key.</exception>
    public static SecretKeys Load(string directory)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var keys = new SecretKeys(directory, Load(Path.Combine(directory, "index.key"), 32));
        keys.Reload();
        return keys;
    }

    /// <summary>Wraps a key, bound to whose it is.</summary>
    internal byte[] Wrap(ReadOnlySpan<byte> key, byte[] boundTo)
    {
        var wrapping = _wrapping[^1];
        return [.. wrapping.Id, .. Sm4Gcm.Seal(wrapping.Key, key, boundTo)];
    }

    /// <exception cref="SealBrokenException">It is bound to something else, was changed, or no key here wrapped it.</exception>
    internal byte[] Unwrap(ReadOnlySpan<byte> wrapped, byte[] boundTo)
    {
        if (wrapped.Length == LengthWithoutId)
        {
            // From before keys were changed at all: the oldest has wrapped it.
            return Sm4Gcm.Open(_wrapping[0].Key, wrapped, boundTo);
        }

        var id = wrapped[..Math.Min(IdLength, wrapped.Length)].ToArray();
        var key = Find(id);
        if (key is null)
        {
            Reload();
            key = Find(id) ?? throw new SealBrokenException();
        }

        return Sm4Gcm.Open(key.Key, wrapped[IdLength..], boundTo);
    }

    /// <summary>Begins a change: from here on a new key wraps. One that was begun goes on.</summary>
    internal void MakeNext()
    {
        Load(Next, WrappingLength);
        Reload();
    }

    /// <summary>Ends a change: nothing needs the old key, and its file is gone.</summary>
    internal void RetireOld()
    {
        File.Move(Next, Current, overwrite: true);
        Reload();
    }

    /// <summary>Notices what another copy of the service began or ended.</summary>
    internal void Reload()
    {
        // Next first: when it becomes the current one between the two looks, it is found there.
        var next = File.Exists(Next) ? TryRead(Next) : null;
        var current = Load(Current, WrappingLength);
        _wrapping = next is null || next.AsSpan().SequenceEqual(current) ? [Named(current)] : [Named(current), Named(next)];
    }

    private WrappingKey? Find(byte[] id) => Array.Find(_wrapping, key => key.Id.AsSpan().SequenceEqual(id));

    private WrappingKey Named(byte[] key) => new(new BlindIndex(this).Of("wrapping-key", Convert.ToHexString(key))[..IdLength], key);

    private static byte[]? TryRead(string file)
    {
        try
        {
            return Load(file, WrappingLength, make: false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static byte[] Load(string file, int length, bool make = true)
    {
        if (make && !File.Exists(file))
        {
            // Written aside and moved without overwriting: copies that start together agree on one key.
            var mine = $"{file}.{Guid.NewGuid():n}";
            using (var stream = new FileStream(mine, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                stream.Write(RandomNumberGenerator.GetBytes(length));
                stream.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(mine, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(mine);
            }
        }

        var key = File.ReadAllBytes(file);
        return key.Length == length ? key : throw new InvalidOperationException($"{file} is not a key of {length} bytes");
    }

    private sealed record WrappingKey(byte[] Id, byte[] Key);
}
