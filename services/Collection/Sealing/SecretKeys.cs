using System.Security.Cryptography;

namespace Guzhang.Collection.Sealing;

/// <summary>
/// The two keys of this service, outside the database, made on first run (files of mode 0600 in <c>Secrets:Directory</c>):
/// one wraps the keys of persons (SM4, 16 bytes), one makes blind indexes (HMAC-SM3, 32 bytes).
/// </summary>
public sealed class SecretKeys
{
    private SecretKeys(byte[] wrapping, byte[] index) => (Wrapping, Index) = (wrapping, index);

    /// <summary>Wraps persons' keys.</summary>
    public byte[] Wrapping { get; }

    /// <summary>Makes blind indexes and content codes.</summary>
    public byte[] Index { get; }

    /// <summary>Reads both, making what is missing.</summary>
    /// <exception cref="InvalidOperationException">A file has not the length of a key.</exception>
    public static SecretKeys Load(string directory)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new SecretKeys(Load(Path.Combine(directory, "wrapping.key"), 16), Load(Path.Combine(directory, "index.key"), 32));
    }

    private static byte[] Load(string file, int length)
    {
        if (!File.Exists(file))
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
}
