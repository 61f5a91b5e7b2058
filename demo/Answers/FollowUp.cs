namespace Guzhang.Demo.Answers;

/// <summary>
/// One 72-hour follow-up, by the plan (三(二)2) and docs/dispatch-table.md: the clock runs from the first report, in time is what
/// is recorded within 72 hours, and who is 不挑不拣 and without work by then is a breach for ever.
/// </summary>
public sealed class FollowUp(DateTimeOffset reportedAt, string? town, bool notPicky)
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(72);

    private DateTimeOffset? onRecordAt;
    private bool placed;
    private bool notPicky = notPicky;

    public DateTimeOffset ReportedAt => reportedAt;

    /// <summary>The town that looked after the household when the report came.</summary>
    public string? Town => town;

    public bool IsOpen => onRecordAt is null;

    public bool NotPicky => notPicky;

    public bool IsInTime => placed && onRecordAt - reportedAt <= Limit;

    /// <summary>Said again: 不挑不拣 may be said until the limit, not after.</summary>
    public void ReportAgain(DateTimeOffset at, bool saysNotPicky) => notPicky = notPicky || (saysNotPicky && at - reportedAt <= Limit);

    /// <summary>Goes by when work is on record: that of a form since it came in, whenever it is confirmed (docs/decisions/0010).</summary>
    public void End(DateTimeOffset onRecord, bool withWork) => (onRecordAt, placed) = (onRecord, withWork);

    /// <summary>Owed work, and had none when 72 hours were over.</summary>
    public bool IsBreachAt(DateTimeOffset now) => notPicky && (onRecordAt ?? now) - reportedAt > Limit;

    /// <summary>The columns it stands in at a moment.</summary>
    public IEnumerable<string> ColumnsAt(DateTimeOffset now)
    {
        if (IsOpen)
        {
            yield return "casesOpen";
        }

        if (IsInTime)
        {
            yield return "casesInTime";
        }

        if (IsBreachAt(now))
        {
            yield return "casesBreach";
        }
    }
}
