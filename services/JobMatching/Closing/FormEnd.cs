using Guzhang.Contracts.Collection;
using Guzhang.Contracts.JobMatching;
using Guzhang.Domain;
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
    /// A confirmed exit ends the case, whenever its form was written (COL-07). So does a form with work and a date of taking
    /// it up, or with the answer that there is no wish to work; one that was accepted before the case was reported says
    /// nothing about either.
    /// </summary>
    public static CaseEvent? Decide(Case open, Person person, FormConfirmed form, DateTimeOffset at) => form.Facts switch
    {
        { Status: var status } when status != Normal => Ending.Of(open, CaseStates.Exited, form.Officer, at) with { FormVersion = form.FormVersion },
        _ when person.FormAt < open.FirstReportedAt => null,
        { Working: true, EmployedSince: var since } when PartialDate.TryParse(since, out var started) => Worked(open, started, person, form),
        { Working: false, WillingToWork: false } => Ending.Of(open, CaseStates.NoWish, form.Officer, at) with { FormVersion = form.FormVersion },
        _ => null,
    };

    /// <summary>The form is evidence from when it was accepted; the confirmation only makes it count (JOB-01).</summary>
    private static CaseEvent Worked(Case open, PartialDate started, Person person, FormConfirmed form) => Placement.Fault(open, started) is null
        ? Placement.Of(open, "confirmed-form", started.ToString(), form.Officer, person.FormAt) with { FormVersion = form.FormVersion }
        : new CaseLogged
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
