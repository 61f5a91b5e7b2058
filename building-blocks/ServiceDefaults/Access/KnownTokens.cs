using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Guzhang.ServiceDefaults.Access;

/// <summary>
/// Tokens that were judged good, by their SHA-256: the same token comes with every request of its bearer, and checking its
/// signature anew costs more than many a request. One is believed until it expires, and only under the very set of the
/// issuer's keys that it was judged by: when the keys are read again, everything is judged again.
/// </summary>
internal sealed class KnownTokens(TimeProvider time)
{
    private const int Most = 2000;
    private const string Scheme = "Bearer ";
    private readonly ConcurrentDictionary<(UInt128, UInt128), Judged> judged = new();

    /// <summary>The token of a request's Authorization header, or null.</summary>
    public static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;

    /// <summary>Whose token it is, if it was judged good under these keys and has not expired.</summary>
    public Caller? Find(string? token, OpenIdConnectConfiguration keys) =>
        token is not null && judged.TryGetValue(Key(token), out var known) && ReferenceEquals(known.Keys, keys) && known.Until > time.GetUtcNow().UtcDateTime
            ? known.Caller
            : null;

    /// <summary>Remembers a token just judged good; <paramref name="until"/> is its own end.</summary>
    public void Add(string? token, Caller caller, DateTime until, OpenIdConnectConfiguration keys)
    {
        if (token is null)
            return;
        if (judged.Count >= Most)
            judged.Clear(); // whoever is active comes again
        judged[Key(token)] = new Judged(caller, until, keys);
    }

    private static (UInt128, UInt128) Key(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return (System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }

    private sealed record Judged(Caller Caller, DateTime Until, OpenIdConnectConfiguration Keys);
}
