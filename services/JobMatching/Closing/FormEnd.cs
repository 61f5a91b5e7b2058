using Guzhang.Contracts.Collection;
using Guzhang.Contracts.JobMatching;
using Guzhang.Domain.Forms;
using Guzhang.JobMatching.Cases;
using Guzhang.JobMatching.People;
using Guzhang.JobMatching.Placing;

namespace Guzhang.JobMatching.Closing;

/// <summary>How forms end cases. Pure.</summary>
internal static class FormEnd
{
    /// <summary>Outcome of a confirmed form whose 就业时间 is before the person was out of work.</summary>
    public const string StartedTooEarly = "started-too-early";

    private static readonly string Normal = Status.Normal.Code();

    /// <summary>An accepted form that says working is noted; only its confirmation is evidence (JOB-12).</summary>
    public static CaseLogged? Announced(Case open, FormSubmitted form) => !form.Facts.Working ? null : new CaseLogged
    {
        Case = open.Id,
        Laborer = open.Laborer,
        FormYear = open.FormYear,
        Standing = open.Standing,
        Kind = "form",
        Outcome = "working",
        FormVersion = form.FormVersion,
        Officer = form.Collector,
    };

    /// <summary>
    /// A confirmed form ends the case by an exit (COL-07), by work with a date of taking it up, or by the answer that there
    /// is no wish to work. A form that was accepted before the case was reported says nothing about work or wish, but an exit that is
    /// confirmed ends the case whenever its form was accepted; work taken up before it was lost is no evidence: that is noted, and the
    /// case stays. A form is evidence from when it was accepted; its confirmation only makes it count (JOB-01).
    /// </summary>
    public static CaseEvent? Decide(Case open, Person person, FormConfirmed form, DateTimeOffset at) => form.Facts switch
    {
        { Status: var status } when status != Normal => Ending.Of(open, CaseStates.Exited, form.Officer, at) with { FormVersion = form.FormVersion },
        _ when person.FormAt < open.FirstReportedAt => null,
        { Working: true, EmployedSince: { } since } when Placement.IsTooEarly(open, since) => TooEarly(open, form),
        { Working: true, EmployedSince: { } since } =>
            Placement.Of(open, "confirmed-form", since, form.Officer, person.FormAt) with { FormVersion = form.FormVersion },
        { Working: false, WillingToWork: false } => Ending.Of(open, CaseStates.NoWish, form.Officer, at) with { FormVersion = form.FormVersion },
        _ => null,
    };

    private static CaseLogged TooEarly(Case open, FormConfirmed form) => new()
    {
        Case = open.Id,
        Laborer = open.Laborer,
        FormYear = open.FormYear,
        Standing = open.Standing,
        Kind = "form",
        Outcome = StartedTooEarly,
        FormVersion = form.FormVersion,
        Officer = form.Officer,
    };
}
