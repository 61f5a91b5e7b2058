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
    /// is no wish to work. A form that was accepted before the case was reported says nothing about it.
    /// </summary>
    public static CaseClosed? Decide(Case open, Person person, FormConfirmed form, DateTimeOffset at)
    {
        if (person.FormAt < open.FirstReportedAt)
        {
            return null;
        }

        var closed = form.Facts switch
        {
            { Status: var status } when status != Normal => Ending.Of(open, CaseStates.Exited, form.Officer, at),
            { Working: true, EmployedSince: { } since } => Placement.Of(open, "confirmed-form", since, form.Officer, at),
            { Working: false, WillingToWork: false } => Ending.Of(open, CaseStates.NoWish, form.Officer, at),
            _ => null,
        };
        return closed is null ? null : closed with { FormVersion = form.FormVersion };
    }
}
