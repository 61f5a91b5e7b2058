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

    /// <summary>Pure: after what Collection says. What this version has left behind changes nothing.</summary>
    public static WorkItem? After(WorkItem? item, WorkChange change) => change switch
    {
        Submission submission => submission.Item,
        Answer answer => item?.After(answer),
        _ => item,
    };

    /// <summary>Pure: after an officer's decision on this version, which waits for Collection's answer.</summary>
    public WorkItem Decided(Decision decision) => this with { State = WorkState.Decided, Decision = decision, RefusedRule = null };

    private WorkItem After(Answer answer) => answer switch
    {
        { Kind: AnswerKind.Outdated } => Reopened(answer.Decision.Id, null),
        _ when answer.FormVersion != FormVersion => this,
        { Kind: AnswerKind.Refused } => Reopened(answer.Decision.Id, answer.Rule),
        _ => this with
        {
            State = answer.Kind == AnswerKind.Confirmed ? WorkState.Confirmed : WorkState.Returned,
            RefusedRule = null,
            Decision = answer.Decision,
        },
    };

    /// <summary>Opens again what this very decision closed: on a newer version somebody may have decided since.</summary>
    private WorkItem Reopened(Guid decision, string? rule) => State != WorkState.Decided || Decision?.Id != decision ? this : this with
    {
        State = WorkState.Waiting,
        RefusedRule = rule,
        Decision = null,
    };
}
