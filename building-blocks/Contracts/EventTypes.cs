namespace Guzhang.Contracts;

/// <summary>Names of published event types. Append-only: a changed meaning is a new version.</summary>
public static class EventTypes
{
    public const string FormSubmitted = "guzhang.laborer.form-submitted.v1";
    public const string FormConfirmed = "guzhang.laborer.form-confirmed.v1";
    public const string FormReturned = "guzhang.laborer.form-returned.v1";
    public const string ConfirmationOutdated = "guzhang.laborer.confirmation-outdated.v1";
    public const string ConfirmationRefused = "guzhang.laborer.confirmation-refused.v1";
    public const string RowRefused = "guzhang.refusal.row-refused.v1";
    public const string RefusalResolved = "guzhang.refusal.resolved.v1";
    public const string ClockSet = "guzhang.platform.clock-set.v1";
    public const string ConfirmationDecided = "guzhang.verification.confirmation-decided.v1";
    public const string ReturnDecided = "guzhang.verification.return-decided.v1";
    public const string QualificationChanged = "guzhang.subsidy.qualification-changed.v1";
    public const string CaseOpened = "guzhang.jobmatching.case-opened.v1";
    public const string CaseEscalated = "guzhang.jobmatching.case-escalated.v1";
    public const string CaseLogged = "guzhang.jobmatching.case-logged.v1";
    public const string CaseHandedOver = "guzhang.jobmatching.case-handed-over.v1";
    public const string CaseClosed = "guzhang.jobmatching.case-closed.v1";

    /// <summary>Type name to record, for schemas and samples.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = new Dictionary<string, Type>
    {
        [FormSubmitted] = typeof(Collection.FormSubmitted),
        [FormConfirmed] = typeof(Collection.FormConfirmed),
        [FormReturned] = typeof(Collection.FormReturned),
        [ConfirmationOutdated] = typeof(Collection.ConfirmationOutdated),
        [ConfirmationRefused] = typeof(Collection.ConfirmationRefused),
        [RowRefused] = typeof(Collection.RowRefused),
        [RefusalResolved] = typeof(Collection.RefusalResolved),
        [ClockSet] = typeof(Collection.ClockSet),
        [ConfirmationDecided] = typeof(Verification.ConfirmationDecided),
        [ReturnDecided] = typeof(Verification.ReturnDecided),
        [QualificationChanged] = typeof(Subsidy.QualificationChanged),
        [CaseOpened] = typeof(JobMatching.CaseOpened),
        [CaseEscalated] = typeof(JobMatching.CaseEscalated),
        [CaseLogged] = typeof(JobMatching.CaseLogged),
        [CaseHandedOver] = typeof(JobMatching.CaseHandedOver),
        [CaseClosed] = typeof(JobMatching.CaseClosed),
    };

    /// <summary>The service that publishes a type: its records stand in that service's folder.</summary>
    public static string SourceOf(string type) => All[type].Namespace!.Split('.')[^1].ToLowerInvariant();
}
