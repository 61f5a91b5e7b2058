using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventStore.Client;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>
/// What stands beside an event's data. The event's id is here and not the server's event id: to a repeated server id the
/// server answers 'success', which can't be told from a first time.
/// </summary>
/// <param name="Id">The event's id.</param>
/// <param name="Seq">Its number among the stream's published events; nothing for a private one.</param>
/// <param name="Shown">How many events of the stream are published, with this one.</param>
/// <param name="RecordedAt">Business time.</param>
/// <param name="TraceParent">W3C trace context.</param>
/// <param name="StoredAt">For an event that was moved here: when it was stored first.</param>
/// <param name="Position">For an event that was moved here: the position it had and keeps.</param>
internal sealed record Beside(
    Guid Id, long? Seq, long Shown, DateTimeOffset RecordedAt, string? TraceParent, DateTimeOffset? StoredAt = null, string? Position = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Beside Read(EventRecord record) => JsonSerializer.Deserialize<Beside>(record.Metadata.Span, Json)!;

    /// <summary>The event as it is sent.</summary>
    public EventData With(string type, string data) =>
        new(Uuid.NewUuid(), type, Encoding.UTF8.GetBytes(data), JsonSerializer.SerializeToUtf8Bytes(this, Json));
}

/// <summary>A stream as it stands: its events' ids in order, and how many are published.</summary>
internal sealed record Head(IReadOnlyList<Guid> Ids, long Shown)
{
    public static Head None { get; } = new([], 0);

    public long Version => Ids.Count;
}

/// <summary>What is to be done with an append.</summary>
internal enum Verdict
{
    /// <summary>It may be written behind the head.</summary>
    Write,

    /// <summary>All its events are stored.</summary>
    Repeated,

    /// <summary>The stream is not where the caller expects it.</summary>
    WrongVersion,
}

/// <summary>Pure: judges an append by the stream's head, as the port says it.</summary>
internal static class Judgement
{
    /// <exception cref="EventIdTakenException">Some of the ids are stored and some are not, or one is there twice.</exception>
    public static (Verdict Verdict, long Version) Of(StreamAppend append, Head head)
    {
        var places = append.Events.Select(e => head.Ids.IndexOf(e.Id)).ToList();
        if (places.TrueForAll(p => p >= 0))
        {
            return (Verdict.Repeated, places.Max() + 1);
        }

        if (places.Exists(p => p >= 0))
        {
            throw new EventIdTakenException();
        }

        return append.ExpectedVersion == Expected.Any || append.ExpectedVersion == head.Version
            ? (Verdict.Write, head.Version)
            : (Verdict.WrongVersion, head.Version);
    }

    /// <exception cref="ArgumentException">Nothing to append.</exception>
    /// <exception cref="EventIdTakenException">One id twice.</exception>
    public static void Check(StreamAppend append)
    {
        ArgumentOutOfRangeException.ThrowIfZero(append.Events.Count, nameof(append));
        if (append.Events.Count > 1 && append.Events.DistinctBy(e => e.Id).Count() != append.Events.Count)
        {
            throw new EventIdTakenException();
        }
    }

    private static int IndexOf(this IReadOnlyList<Guid> ids, Guid id)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] == id)
            {
                return i;
            }
        }

        return -1;
    }
}
