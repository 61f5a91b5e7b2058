using Guzhang.Contracts;
using Guzhang.Contracts.Collection;

namespace Guzhang.Verification.Work;

/// <summary>What has become of the newest version of a person's form.</summary>
public enum WorkState
{
    /// <summary>Nobody has decided.</summary>
    Waiting,

    /// <summary>An officer has decided; Collection has not answered.</summary>
    Decided,

    /// <summary>Collection says it is confirmed.</summary>
    Confirmed,

    /// <summary>Collection says it is returned.</summary>
    Returned,
}

/// <summary>What an officer decided: <see cref="Reasons"/> is null for a confirmation, codes for a return.</summary>
public sealed record Decision(Guid Id, string Officer, IReadOnlyList<string>? Reasons);

/// <summary>One person's form as the task force sees it: the newest version only.</summary>
public sealed record WorkItem
{
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }
    public required int FormVersion { get; init; }
    public required string Town { get; init; }
    public string? Village { get; init; }
    public required string Collector { get; init; }
    public IReadOnlyList<Warning> Warnings { get; init; } = [];
    public IReadOnlyList<string> ChangedFields { get; init; } = [];
    public required DateTimeOffset SubmittedAt { get; init; }
    public WorkState State { get; init; }

    /// <summary>The rule by which Collection refused the last decision on this version.</summary>
    public string? RefusedRule { get; init; }

    public Decision? Decision { get; init; }

    /// <summary>The state after an event of Collection. Other types of event, and those that this version has left behind, change nothing.</summary>
    public static WorkItem? After(WorkItem? item, PublishedEvent e) => e.Type switch
    {
        EventTypes.FormSubmitted => Waiting(e.Read<FormSubmitted>(), e.RecordedAt),
        EventTypes.FormConfirmed => item?.Confirmed(e.Read<FormConfirmed>()),
        EventTypes.FormReturned => item?.Returned(e.Read<FormReturned>()),
        EventTypes.ConfirmationOutdated => item?.Reopened(e.Read<ConfirmationOutdated>().Decision, null),
        EventTypes.ConfirmationRefused => item?.Refused(e.Read<ConfirmationRefused>()),
        _ => item,
    };

    private static WorkItem Waiting(FormSubmitted form, DateTimeOffset at) => new()
    {
        Laborer = form.Laborer,
        FormYear = form.FormYear,
        FormVersion = form.FormVersion,
        Town = form.Town,
        Village = form.Village,
        Collector = form.Collector,
        Warnings = form.Warnings,
        ChangedFields = form.ChangedFields,
        SubmittedAt = at,
    };

    private WorkItem Confirmed(FormConfirmed e) => e.FormVersion != FormVersion ? this : this with
    {
        State = WorkState.Confirmed,
        RefusedRule = null,
        Decision = new Decision(e.Decision, e.Officer, null),
    };

    private WorkItem Returned(FormReturned e) => e.FormVersion != FormVersion ? this : this with
    {
        State = WorkState.Returned,
        RefusedRule = null,
        Decision = new Decision(e.Decision, e.Officer, e.Reasons),
    };

    private WorkItem Refused(ConfirmationRefused e) => e.FormVersion != FormVersion ? this : Reopened(e.Decision, e.Rule);

    /// <summary>Opens again what this very decision closed: on a newer version somebody may have decided since.</summary>
    private WorkItem Reopened(Guid decision, string? rule) => State != WorkState.Decided || Decision?.Id != decision ? this : this with
    {
        State = WorkState.Waiting,
        RefusedRule = rule,
        Decision = null,
    };
}
