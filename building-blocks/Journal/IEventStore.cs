namespace Guzhang.Journal;

/// <summary>An event to be stored. <paramref name="Data"/> is JSON; <paramref name="Published"/> says whether others will see it (it then gets a seq).</summary>
public sealed record NewEvent(Guid Id, string Type, string Data, bool Published = true);

/// <summary>Versions a stream may be expected at.</summary>
public static class Expected
{
    /// <summary>Whatever it is.</summary>
    public const long Any = -1;

    /// <summary>No event yet.</summary>
    public const long NoStream = 0;
}

/// <summary>Events for one stream, stored all or none.</summary>
/// <param name="Stream">For example <c>laborer-{id}</c>.</param>
/// <param name="ExpectedVersion">The version the decision was made on (1 after the first event), or a value of <see cref="Expected"/>.</param>
/// <param name="Events">At least one.</param>
/// <param name="RecordedAt">Business time.</param>
/// <param name="TraceParent">W3C trace context of the command.</param>
public sealed record StreamAppend(
    string Stream, long ExpectedVersion, IReadOnlyList<NewEvent> Events, DateTimeOffset RecordedAt, string? TraceParent);

/// <summary>What became of a <see cref="StreamAppend"/>.</summary>
public enum AppendOutcome
{
    /// <summary>Stored now.</summary>
    Appended,

    /// <summary>These very events, told by their ids, were stored before, whatever version was expected; nothing was done.</summary>
    Repeated,

    /// <summary>Somebody else was faster; nothing was done. Read the stream again and decide anew.</summary>
    WrongVersion,
}

/// <summary>
/// Outcome, and the version of the append's last event in its stream (for <see cref="AppendOutcome.WrongVersion"/> the
/// stream's present one).
/// </summary>
public readonly record struct AppendResult(AppendOutcome Outcome, long Version);

/// <summary>
/// An append with some new ids and some that are stored, or with the id of an event that is in another stream: an id names one
/// event for ever. It is a mistake of the caller, and nothing of the append is stored; in PostgreSQL nothing of the whole call.
/// EventStoreDB knows ids by stream only: it does not notice the id of another stream's event.
/// </summary>
public sealed class EventIdTakenException(Exception? inner = null) : Exception("an event id is stored already, in another append", inner);

/// <summary>
/// A journal that can't be reached at the moment: an outage, like that of the database or the broker.
/// </summary>
public sealed class JournalAwayException(string message, Exception inner) : IOException(message, inner);

/// <summary>
/// An event as stored: private to its service until <c>Publish</c> made it a <see cref="Contracts.PublishedEvent"/>. Its position
/// is known to whoever reads all events; EventStoreDB does not tell it to whoever reads a stream (<see cref="Position.Start"/>).
/// </summary>
public sealed record StoredEvent(
    Position Position, string Stream, long Version, Guid Id, string Type, long? Seq, string Data,
    DateTimeOffset RecordedAt, DateTimeOffset StoredAt, string? TraceParent);

/// <summary>The port every journal implements; the contract suite in tests/Journal.Tests says what it must keep.</summary>
public interface IEventStore
{
    /// <summary>
    /// Appends to several streams, in the order given; each append is judged alone and is all or none. Repeating a call
    /// changes nothing, also while the first is still under way.
    /// </summary>
    /// <exception cref="EventIdTakenException">An id belongs to another event; nothing of the call was stored.</exception>
    Task<IReadOnlyList<AppendResult>> Append(IReadOnlyList<StreamAppend> appends, CancellationToken cancel);

    /// <summary>Events of a stream after <paramref name="afterVersion"/>, in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadStream(string stream, long afterVersion, int max, CancellationToken cancel);

    /// <summary>Published events of a stream from a seq on, at most <paramref name="max"/>: how a consumer fills a gap.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadPublished(string stream, long fromSeq, int max, CancellationToken cancel);

    /// <summary>Events of several streams, each in order; for reactions that come in batches.</summary>
    Task<ILookup<string, StoredEvent>> ReadStreams(IReadOnlyCollection<string> streams, CancellationToken cancel);

    /// <summary>All events after a position, in commit order, at most <paramref name="max"/>: none that commits later will ever stand before them.</summary>
    /// <exception cref="AbandonedTimelineException">The position is of a history that this journal does not have, or has no longer.</exception>
    Task<IReadOnlyList<StoredEvent>> ReadAll(Position after, int max, CancellationToken cancel);

    /// <summary>
    /// Returns when there may be more to read: after an append of this process at once, in any case after <paramref name="atMost"/>.
    /// </summary>
    Task WaitForMore(TimeSpan atMost, CancellationToken cancel);
}
