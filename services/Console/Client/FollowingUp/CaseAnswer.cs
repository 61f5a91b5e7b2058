namespace Guzhang.Console.Client.FollowingUp;

/// <summary>A 72-hour case as it stands.</summary>
public sealed record CaseAnswer(
    Guid Id, Guid Laborer, int FormYear, string State, string StateText, string Town, string? Village, string? Officer, DateTimeOffset FirstReportedAt,
    string? ReturnedOn, string? OutOfWorkSince, bool NotPicky, int Stage, DateTimeOffset DueAt, DateTimeOffset? NextStageAt, bool Breach, bool? InTime, DateTimeOffset? ClosedAt)
{
    public bool IsOpen => State == "open";
}

/// <summary>A page of cases.</summary>
public sealed record CasesPage(long Total, IReadOnlyList<CaseAnswer> Items, Guid? Next);

/// <summary>A case and what happened to it, the oldest first.</summary>
public sealed record CaseHistory(CaseAnswer Case, IReadOnlyList<CaseStep> History);

/// <summary>Something that happened.</summary>
public sealed record CaseStep(DateTimeOffset At, string What, string Says, string? By);
