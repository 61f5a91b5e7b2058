namespace Guzhang.Reporting.Facts;

/// <summary>Ranges of known time within one key: each ends where the next begins, also where the clock was set back.</summary>
public static class KnownRanges
{
    /// <summary>Pure: where a range begins that became known at <paramref name="known"/>, after one that began or ended at <paramref name="after"/>.</summary>
    public static DateTimeOffset Start(DateTimeOffset known, DateTimeOffset? after) => known < after ? after.Value : known;

    /// <summary>Pure: closes the rows of one key among themselves. <paramref name="after"/> is where the row before them ends.</summary>
    public static IEnumerable<T> Chain<T>(IEnumerable<T> rows, DateTimeOffset? after, Func<T, DateTimeOffset> from, Func<T, DateTimeOffset, DateTimeOffset?, T> with)
    {
        var starts = new List<(T Row, DateTimeOffset From)>();
        foreach (var row in rows)
        {
            var start = Start(from(row), after);
            starts.Add((row, start));
            after = start;
        }

        return starts.Select((s, i) => with(s.Row, s.From, i + 1 < starts.Count ? starts[i + 1].From : null));
    }
}
