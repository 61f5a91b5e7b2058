using System.Security.Cryptography;

namespace Guzhang.Collection.Sealing;

/// <summary>The key of one person; everything personal in an event is sealed with it, bound to the person and the event.</summary>
public sealed class PersonKey
{
    private readonly Guid _laborer;
    private readonly byte[] _key;

    private PersonKey(Guid laborer, byte[] key) => (_laborer, _key) = (laborer, key);

    /// <summary>A new random key.</summary>
    public static PersonKey Make(Guid laborer) => new(laborer, RandomNumberGenerator.GetBytes(16));

    /// <summary>Opens a wrapped key.</summary>
    /// <exception cref="SealBrokenException">It belongs to another person, was changed, or the wrapping key differs.</exception>
    public static PersonKey Unwrap(Guid laborer, byte[] wrapped, SecretKeys keys)
    {
        try
        {
            return new(laborer, keys.Unwrap(wrapped, laborer.ToByteArray()));
        }
        catch (SealBrokenException)
        {
            throw new SealBrokenException(laborer);
        }
    }

    /// <summary>As it is kept in the database.</summary>
    public byte[] Wrap(SecretKeys keys) => keys.Wrap(_key, _laborer.ToByteArray());

    /// <summary>Seals one event's personal data.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, Guid eventId) => Sm4Gcm.Seal(_key, plain, Binding(eventId));

    /// <summary>Opens one event's personal data.</summary>
    /// <exception cref="SealBrokenException">Not sealed for this person and event.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes, Guid eventId)
    {
        try
        {
            return Sm4Gcm.Open(_key, sealedBytes, Binding(eventId));
        }
        catch (SealBrokenException)
        {
            throw new SealBrokenException(_laborer);
        }
    }

    private byte[] Binding(Guid eventId) => [.. _laborer.ToByteArray(), .. eventId.ToByteArray()];
}
