using LogPosition = EventStore.Client.Position;

namespace Guzhang.Journal.EventStoreDb;

/// <summary>
/// How far the log was searched for this journal's events: a checkpoint between matches. Without it, a journal that rests on a
/// busy server would have the server search everything since its last event at every look.
/// </summary>
internal sealed class Scanned
{
    private readonly Lock _lock = new();
    private Position _event = Position.Start;
    private LogPosition? _until;
    private LogPosition? _end;

    /// <summary>Whether this is the last event that was found here: it needs no further proof.</summary>
    public bool Knows(Position after)
    {
        lock (_lock)
        {
            return after == _event && _event != Position.Start;
        }
    }

    /// <summary>
    /// Before a search for what follows an event: where it may start (null: not known), and where the log was seen to end
    /// before it. When it finds nothing, nothing of ours stands before that end.
    /// </summary>
    public (LogPosition? From, LogPosition? End) Begin(Position after)
    {
        lock (_lock)
        {
            return after == _event ? (_until, _end) : (null, null);
        }
    }

    /// <summary>A search ended with an event.</summary>
    public void Found(Position last)
    {
        lock (_lock)
        {
            (_event, _until, _end) = (last, null, null);
        }
    }

    /// <summary>A search found nothing.</summary>
    /// <param name="after">The event it began behind.</param>
    /// <param name="searched">The end that was seen before it.</param>
    /// <param name="end">Where the log ends now.</param>
    public void FoundNothing(Position after, LogPosition? searched, LogPosition? end)
    {
        lock (_lock)
        {
            var until = after == _event && (searched is null || searched < _until) ? _until : searched;
            (_event, _until, _end) = (after, until, end);
        }
    }
}
