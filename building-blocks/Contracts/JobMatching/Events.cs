namespace Guzhang.Contracts.JobMatching;

/// <summary>
/// What every event of a 72-hour case (返乡回流“72小时”跟踪) says: whose it is, and how it stands after the event. Aggregate
/// <c>case-{Case}</c>; the newest event of a case holds.
/// </summary>
public record CaseEvent
{
    public required Guid Case { get; init; }
    public required Guid Laborer { get; init; }

    /// <summary>Of the form that was the person's newest when the case was opened.</summary>
    public required int FormYear { get; init; }

    public required CaseStanding Standing { get; init; }
}

/// <summary>How a case stands.</summary>
public sealed record CaseStanding
{
    /// <summary><c>open</c>, or how it ended: <c>placed</c>, <c>refused</c>, <c>no-wish</c>, <c>exited</c>.</summary>
    public required string State { get; init; }

    /// <summary>Who looks after it: 9 digits.</summary>
    public required string Town { get; init; }

    public string? Village { get; init; }

    /// <summary>不挑不拣, said by the limit: starting work within it is owed.</summary>
    public required bool NotPicky { get; init; }

    /// <summary>Hours of the last stage reached; 0 before the first.</summary>
    public required int Stage { get; init; }

    /// <summary>Owed, and not placed at the limit; stays when placed later.</summary>
    public required bool Breach { get; init; }

    /// <summary>Of a placement: whether its evidence was recorded within the limit.</summary>
    public bool? InTime { get; init; }
}

/// <summary>The first report that somebody is home, out of work and willing: the clock runs from <see cref="FirstReportedAt"/>.</summary>
public sealed record CaseOpened : CaseEvent
{
    public required DateTimeOffset FirstReportedAt { get; init; }

    /// <summary><c>town</c>, <c>work-team</c>, <c>collector</c> or <c>person</c>.</summary>
    public required string ReportedBy { get; init; }

    /// <summary>Officer id of who brought the report.</summary>
    public required string Officer { get; init; }

    /// <summary>The version of the form that says so; absent where it came as a report of its own.</summary>
    public int? FormVersion { get; init; }

    /// <summary>When the person came back: a date or month; absent where nobody said.</summary>
    public string? ReturnedOn { get; init; }

    /// <summary>When the person lost work: a date or month; absent where nobody said.</summary>
    public string? OutOfWorkSince { get; init; }

    /// <summary>Hours after the first report at which the case escalates.</summary>
    public required IReadOnlyList<int> EscalateAtHours { get; init; }

    /// <summary>Hours after the first report within which somebody 不挑不拣 has to start work.</summary>
    public required int PlaceWithinHours { get; init; }

    /// <summary>Version of followup.json, with the beginning of its SHA-256.</summary>
    public required string Policy { get; init; }
}

/// <summary>An open case reached a stage.</summary>
public sealed record CaseEscalated : CaseEvent
{
    /// <summary>When the stage was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Stages in hours that passed unseen before this one, because nobody escalated (an outage).</summary>
    public IReadOnlyList<int> PassedLate { get; init; } = [];
}

/// <summary>Something was done or said about an open case.</summary>
public sealed record CaseLogged : CaseEvent
{
    /// <summary><c>report</c> (again), <c>form</c> (says <c>working</c>; or is confirmed with work <c>started-too-early</c> to end the case), <c>push</c>, <c>call</c>, <c>visit</c> or <c>offer</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What came of it, a code; absent for a report.</summary>
    public string? Outcome { get; init; }

    /// <summary>Of a report: who says so, as in <see cref="CaseOpened.ReportedBy"/>.</summary>
    public string? ReportedBy { get; init; }

    /// <summary>Of a report: whether it says 不挑不拣. Said after the limit it owes nothing any more.</summary>
    public bool? NotPicky { get; init; }

    /// <summary>The form that says so; absent where it came otherwise.</summary>
    public int? FormVersion { get; init; }

    public required string Officer { get; init; }
}

/// <summary>Another town, village or officer looks after the case from now on (<see cref="CaseStanding.Town"/>).</summary>
public sealed record CaseHandedOver : CaseEvent
{
    public required string FromTown { get; init; }

    /// <summary>Officer id of who has it now; absent where the town sees to that.</summary>
    public string? ToOfficer { get; init; }

    /// <summary>Who handed it over.</summary>
    public required string Officer { get; init; }
}

/// <summary>The case ended as <see cref="CaseStanding.State"/> says.</summary>
public sealed record CaseClosed : CaseEvent
{
    /// <summary>Of a placement: <c>confirmed-form</c>, <c>employer-confirmation</c>, <c>contract</c> or <c>organised-trip</c>.</summary>
    public string? Evidence { get; init; }

    /// <summary>Of a placement: the day work began, a date or month.</summary>
    public string? StartedOn { get; init; }

    /// <summary>The confirmed form that ended it, if one did.</summary>
    public int? FormVersion { get; init; }

    /// <summary>Who recorded it; of a form, who confirmed it.</summary>
    public required string Officer { get; init; }
}
