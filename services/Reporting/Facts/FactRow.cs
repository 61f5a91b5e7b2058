using Guzhang.Contracts;
using Guzhang.Contracts.Collection;

namespace Guzhang.Reporting.Facts;

/// <summary>One row of <c>reporting.facts</c>: what one event of Collection says about a person.</summary>
public sealed record FactRow(
    Guid Laborer, int FormYear, string Key, long Seq, string Source, string Town, string Value, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo)
{
    /// <summary>The row that an event makes; null for events that say nothing about a form.</summary>
    public static FactRow? Of(PublishedEvent e)
    {
        // Reading the whole record is the check that what is stored can be read again.
        switch (e.Type)
        {
            case EventTypes.FormSubmitted:
                var form = e.Read<FormSubmitted>();
                return Row(form.Laborer, form.FormYear, "form", form.Town);
            case EventTypes.FormConfirmed:
                var confirmed = e.Read<FormConfirmed>();
                return Row(confirmed.Laborer, confirmed.FormYear, "confirmed", confirmed.Town);
            case EventTypes.FormReturned:
                var returned = e.Read<FormReturned>();
                return Row(returned.Laborer, returned.FormYear, "returned", returned.Town);
            default:
                return null;
        }

        FactRow Row(Guid laborer, int year, string key, string town) =>
            new(laborer, year, key, e.Seq, e.Source, town, e.Data.GetRawText(), e.RecordedAt.ToUniversalTime(), null);
    }
}

/// <summary>Ranges of known time within one key: each ends where the next begins, also where the clock was set back.</summary>
public static class KnownRanges
{
    /// <summary>Pure: closes the rows of one key among themselves. <paramref name="after"/> is where the row before them ends.</summary>
    public static IEnumerable<T> Chain<T>(IEnumerable<T> rows, DateTimeOffset? after, Func<T, DateTimeOffset> from, Func<T, DateTimeOffset, DateTimeOffset?, T> with)
    {
        var starts = new List<(T Row, DateTimeOffset From)>();
        foreach (var row in rows)
        {
            var start = from(row) < after ? after.Value : from(row);
            starts.Add((row, start));
            after = start;
        }

        return starts.Select((s, i) => with(s.Row, s.From, i + 1 < starts.Count ? starts[i + 1].From : null));
    }
}
