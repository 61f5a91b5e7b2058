using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Guzhang.Contracts;

namespace Guzhang.Journal.Inbox;

/// <summary>A page of a journal as it came: lines of NDJSON, and the position reached. Events are made one at a time, so a page is never held twice.</summary>
public sealed class JournalPage : IDisposable
{
    private readonly ReadOnlyMemory<byte> _lines;
    private byte[]? _rented;

    /// <summary>Whole lines, each ended by a line feed but perhaps the last.</summary>
    public JournalPage(ReadOnlyMemory<byte> lines, Position at) => (_lines, At) = (lines, at);

    private JournalPage(byte[] rented, int length, Position at)
        : this(rented.AsMemory(0, length), at) => _rented = rented;

    /// <summary>Up to where the journal was read, private events included.</summary>
    public Position At { get; }

    /// <summary>The page's events in the order of the journal.</summary>
    public IEnumerable<PublishedEvent> Events()
    {
        for (var rest = _lines; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!line.IsEmpty)
            {
                yield return JsonSerializer.Deserialize<PublishedEvent>(line.Span, ContractJson.Options)!;
            }
        }
    }

    /// <summary>Pages of about a megabyte from a file of NDJSON: the same work without a source at the other end.</summary>
    public static async IAsyncEnumerable<JournalPage> OfFile(string path, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        var kept = ReadOnlyMemory<byte>.Empty;
        while (true)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1 << 20, kept.Length * 2));
            kept.CopyTo(buffer);
            var length = kept.Length + await file.ReadAtLeastAsync(buffer.AsMemory(kept.Length), buffer.Length - kept.Length, throwOnEndOfStream: false, cancel);
            var end = length < buffer.Length ? length : buffer.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
            kept = buffer.AsSpan(end, length - end).ToArray();
            yield return new JournalPage(buffer, end, Position.Start);
            if (length < buffer.Length)
            {
                yield break;
            }
        }
    }

    /// <summary>Reads a body to its end.</summary>
    internal static async Task<JournalPage> Of(Stream body, Position at, CancellationToken cancel)
    {
        var (buffer, length) = (ArrayPool<byte>.Shared.Rent(1 << 20), 0);
        while (true)
        {
            var read = await body.ReadAsync(buffer.AsMemory(length), cancel);
            if (read == 0)
            {
                return new JournalPage(buffer, length, at);
            }

            length += read;
            if (length == buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
    }

    /// <summary>Gives the page's memory back; its events are their own.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
