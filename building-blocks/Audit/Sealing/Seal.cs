using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Guzhang.Audit.Sealing;

/// <summary>A row as it is sealed: every column that says something.</summary>
internal sealed record SealedRow(
    long Id, DateTime At, string Actor, string? Role, string? Division, string Action, string? Subject, string? Details, string? TraceParent)
{
    public const string Columns = "e.id, e.at, e.actor, e.role, e.division, e.action, e.subject, e.details::text, e.traceparent";

    /// <summary>Reads <see cref="Columns"/>, the first of them at <paramref name="from"/>.</summary>
    public static SealedRow Read(NpgsqlDataReader reader, int from = 0)
    {
        string? Text(int column) => reader.IsDBNull(from + column) ? null : reader.GetString(from + column);
        return new SealedRow(
            reader.GetInt64(from), reader.GetDateTime(from + 1), reader.GetString(from + 2), Text(3), Text(4), reader.GetString(from + 5), Text(6), Text(7), Text(8));
    }
}

/// <summary>A link of the chain. Pure.</summary>
internal static class Seal
{
    /// <summary>What comes before the first.</summary>
    public static byte[] None { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>
    /// SHA-256 over the previous seal (32 zero bytes before the first) and the row: id and microseconds since 1970 as
    /// 8 bytes each, then every text as its length in bytes (4 bytes, -1 for none) and its UTF-8; integers little-endian.
    /// </summary>
    public static byte[] Of(byte[] previous, SealedRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Append(hash, row.Id);
        Append(hash, (row.At.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        foreach (var text in new[] { row.Actor, row.Role, row.Division, row.Action, row.Subject, row.Details, row.TraceParent })
        {
            Append(hash, text);
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        var utf8 = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : utf8.Length);
        hash.AppendData(length);
        hash.AppendData(utf8);
    }
}

/// <summary>The newest link: its number and seal.</summary>
public sealed record ChainHead(long Seq, string Seal);
