namespace Guzhang.Reporting.Rebuilding;

/// <summary>The row of a key that stands.</summary>
internal readonly record struct Standing<TRow>(long Seq, WaitingRow<TRow> Waiting)
    where TRow : class;

/// <summary>A row that waits to be written; <see cref="Row"/> is null once it is.</summary>
internal sealed class WaitingRow<TRow>(TRow row)
    where TRow : class
{
    public TRow? Row { get; set; } = row;

    public DateTimeOffset? To { get; set; }
}

/// <summary>
/// Rows of known ranges on their way into a table. They wait in memory for a while, up to a fixed amount, since most that
/// end do so soon: a row that ends while it waits is written once. One that ends later is updated.
/// </summary>
/// <param name="mostWaiting">in bytes, as <paramref name="size"/> has it</param>
/// <param name="size">roughly how much memory a row takes</param>
internal sealed class RangesInMaking<TRow, TKey>(long mostWaiting, Func<TRow, int> size)
    where TRow : class
{
    private const int Chunk = 10_000;
    private readonly Queue<WaitingRow<TRow>> _waiting = [];
    private List<(TKey Key, long Seq, DateTimeOffset To)> _ended = [];
    private long _bytes;

    /// <summary>Ends what stands.</summary>
    public void End(TKey key, Standing<TRow> standing, DateTimeOffset to)
    {
        if (standing.Waiting.Row is null)
        {
            _ended.Add((key, standing.Seq, to));
        }
        else
        {
            standing.Waiting.To = to;
        }
    }

    /// <summary>A row that stands from now on.</summary>
    public Standing<TRow> Add(TRow row, long seq)
    {
        var waiting = new WaitingRow<TRow>(row);
        _waiting.Enqueue(waiting);
        _bytes += size(row);
        return new Standing<TRow>(seq, waiting);
    }

    /// <summary>Rows to be written now, and written ones to be ended: a chunk of the oldest where too much waits, or where all is asked for.</summary>
    public RangeChunk<TRow, TKey>? Due(bool all)
    {
        if (!all && _bytes <= mostWaiting && _ended.Count < Chunk)
        {
            return null;
        }

        var rows = new List<(TRow, DateTimeOffset?)>();
        while (rows.Count < Chunk && (all || _bytes > mostWaiting / 2) && _waiting.TryDequeue(out var next))
        {
            rows.Add((next.Row!, next.To));
            _bytes -= size(next.Row!);
            next.Row = null;
        }

        var ended = _ended;
        _ended = [];
        return rows.Count + ended.Count > 0 ? new(rows, ended) : null;
    }
}

/// <summary>Rows to be written with their ends, null where they stand; and ends of rows written before.</summary>
internal sealed record RangeChunk<TRow, TKey>(
    IReadOnlyList<(TRow Row, DateTimeOffset? To)> Rows, IReadOnlyList<(TKey Key, long Seq, DateTimeOffset To)> Ended);
