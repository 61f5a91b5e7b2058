namespace Guzhang.JobMatching.Cases;

/// <summary>
/// A case as it stands. <see cref="Stage"/> is hours of the last stage reached; <see cref="DueAt"/> is when work is owed
/// (不挑不拣) or looked for (others); <see cref="Breach"/> stays, <see cref="InTime"/> is of placements. Names are Collection's to show.
/// </summary>
public sealed record CaseAnswer(
    Guid Id, Guid Laborer, int FormYear, string State, string StateText, string Town, string? Village, string? Officer, DateTimeOffset FirstReportedAt,
    string? ReturnedOn, string? OutOfWorkSince, bool NotPicky, int Stage, DateTimeOffset DueAt, DateTimeOffset? NextStageAt, bool Breach, bool? InTime,
    DateTimeOffset? ClosedAt, string Policy)
{
    public static CaseAnswer Of(Case c) => new(
        c.Id, c.Laborer, c.FormYear, c.Standing.State, CaseStates.Labels[c.Standing.State], c.Standing.Town, c.Standing.Village, c.Officer,
        c.FirstReportedAt, c.ReturnedOn, c.OutOfWorkSince, c.Standing.NotPicky, c.Standing.Stage, c.LimitAt, c.NextDue, c.Standing.Breach,
        c.Standing.InTime, c.ClosedAt, c.Policy);
}
