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
    /// confirmed ends the case whenever its form was accepted; work taken up before it was lost is no evidence, and the case stays.
    /// </summary>
    public static CaseClosed? Decide(Case open, Person person, FormConfirmed form, DateTimeOffset at)
    {
        var closed = form.Facts switch
        {
            { Status: var status } when status != Normal => Ending.Of(open, CaseStates.Exited, form.Officer, at),
            _ when person.FormAt < open.FirstReportedAt => null,
            { Working: true, EmployedSince: { } since } when !Placement.IsTooEarly(open, since) => Placement.Of(open, "confirmed-form", since, form.Officer, at),
            { Working: false, WillingToWork: false } => Ending.Of(open, CaseStates.NoWish, form.Officer, at),
            _ => null,
        };
        return closed is null ? null : closed with { FormVersion = form.FormVersion };
    }
}
