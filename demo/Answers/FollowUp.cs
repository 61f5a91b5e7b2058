namespace Guzhang.Demo.Answers;

/// <summary>
/// One 72-hour follow-up, by the plan (三(二)2) and docs/dispatch-table.md: the clock runs from the first report, in time is what
/// is recorded within 72 hours, and who is 不挑不拣 and without work by then is a breach for ever.
/// </summary>
public sealed class FollowUp(DateTimeOffset reportedAt, string? town, bool notPicky)
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(72);

    private DateTimeOffset? endedAt;
    private bool placed;
    private bool notPicky = notPicky;

    public DateTimeOffset ReportedAt => reportedAt;

    /// <summary>The town that looked after the household when the report came.</summary>
    public string? Town => town;

    public bool IsOpen => endedAt is null;

    public bool NotPicky => notPicky;

    public bool IsInTime => placed && endedAt - reportedAt <= Limit;

    /// <summary>Said again: 不挑不拣 may be said until the limit, not after.</summary>
    public void ReportAgain(DateTimeOffset at, bool saysNotPicky) => notPicky = notPicky || (saysNotPicky && at - reportedAt <= Limit);

    public void End(DateTimeOffset at, bool withWork) => (endedAt, placed) = (at, withWork);

    /// <summary>Owed work, and had none when 72 hours were over.</summary>
    public bool IsBreachAt(DateTimeOffset now) => notPicky && (endedAt ?? now) - reportedAt > Limit;

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
