using System.Buffers.Binary;
using System.Text;

namespace Guzhang.Demo.Scanning;

/// <summary>What kind of personal data a find is, and in which encoding it stood.</summary>
public readonly record struct Needle(string Kind, string Encoding);

/// <summary>
/// Many texts looked for at once in bytes: as UTF-8, as UTF-16, as JSON escapes, and ID numbers also as they look inside base64.
/// Two tables by the last bytes decide where anything can end, so a pass costs little more than reading: numbers of one county
/// begin alike and end differently.
/// </summary>
public sealed class Needles
{
    private const int Tail = 6;

    private readonly bool[] _twoBytes = new bool[1 << 16];
    private readonly Dictionary<ulong, List<(byte[] Bytes, Needle What)>> _byTail = [];
    private readonly HashSet<(string, string)> _known = [];

    /// <summary>The longest of them, in bytes: what has to be kept of a piece in front of the next.</summary>
    public int Longest { get; private set; } = Tail;

    /// <summary>How many different texts.</summary>
    public int Count => _known.Count;

    /// <summary>Adds a text of at least two characters.</summary>
    public void Add(string kind, string text)
    {
        if (text.Length < 2 || !_known.Add((kind, text)))
        {
            return;
        }

        Add(Encoding.UTF8.GetBytes(text), new Needle(kind, "UTF-8"));
        if (text.Length > 2)
        {
            // Two characters are four bytes in UTF-16: chance alone would find them.
            Add(Encoding.Unicode.GetBytes(text), new Needle(kind, "UTF-16"));
        }

        if (text.Any(c => c > 127))
        {
            Add(Encoding.ASCII.GetBytes(string.Concat(text.Select(c => $"\\u{(int)c:x4}"))), new Needle(kind, "\\u"));
            Add(Encoding.ASCII.GetBytes(string.Concat(text.Select(c => $"\\u{(int)c:X4}"))), new Needle(kind, "\\u"));
        }
        else if (text.Length == 18)
        {
            foreach (var (skip, inner) in Enumerable.Range(0, 3).Select(skip => (skip, Inner(text, skip))))
            {
                Add(Encoding.ASCII.GetBytes(inner), new Needle(kind, $"base64+{skip}"));
            }
        }
    }

    /// <summary>Calls <paramref name="found"/> with every find and where it ends.</summary>
    public void Find(ReadOnlySpan<byte> data, Action<Needle, int> found)
    {
        for (var at = 0; at <= data.Length - Tail; at++)
        {
            if (!_twoBytes[BinaryPrimitives.ReadUInt16LittleEndian(data[at..])] || !_byTail.TryGetValue(TailOf(data[at..]), out var candidates))
            {
                continue;
            }

            foreach (var (bytes, what) in candidates)
            {
                if (data[..(at + Tail)].EndsWith(bytes))
                {
                    found(what, at + Tail);
                }
            }
        }
    }

    private void Add(byte[] bytes, Needle what)
    {
        var tail = TailOf(bytes.AsSpan(bytes.Length - Tail));
        _twoBytes[BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(bytes.Length - Tail))] = true;
        if (!_byTail.TryGetValue(tail, out var same))
        {
            _byTail.Add(tail, same = []);
        }

        same.Add((bytes, what));
        Longest = Math.Max(Longest, bytes.Length);
    }

    /// <summary>The characters of base64 that depend on the text alone, when so many bytes stand before it.</summary>
    private static string Inner(string text, int skip)
    {
        var whole = Convert.ToBase64String([.. new byte[skip], .. Encoding.ASCII.GetBytes(text)]);
        var first = ((skip * 8) + 5) / 6;
        return whole[first..(((skip + text.Length) * 8) / 6)];
    }

    private static ulong TailOf(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) << 32);
}
