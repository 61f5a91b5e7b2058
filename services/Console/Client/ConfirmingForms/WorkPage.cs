namespace Guzhang.Console.Client.ConfirmingForms;

/// <summary>A page of Verification's list.</summary>
public sealed record WorkPage(IReadOnlyList<WorkLine> Items, Guid? Next, long Total);

/// <summary>A broken rule that did not keep the form out.</summary>
public sealed record WarningLine(string Rule, string Field);

/// <summary>A form as the task force sees it.</summary>
public sealed record WorkLine(
    Guid Laborer, int FormYear, int FormVersion, string Town, string? Village, string Collector, IReadOnlyList<WarningLine> Warnings,
    IReadOnlyList<string> ChangedFields, DateTimeOffset SubmittedAt, string State, string? RefusedRule, string? Officer, IReadOnlyList<string>? Reasons)
{
    /// <summary>Below the standard without a reason: the service will refuse to confirm it.</summary>
    public bool CannotBeConfirmed => Warnings.Any(w => w is { Rule: "F13", Field: "keepReason" });
}

/// <summary>What became of each form that was decided on.</summary>
public sealed record DecisionResults(IReadOnlyList<DecisionResult> Results);

/// <summary>One of them.</summary>
public sealed record DecisionResult(Guid Laborer, int FormVersion, string Outcome, string? Rule, string? Message)
{
    public bool Accepted => Outcome == "accepted";
}
