namespace Guzhang.Verification.Deciding;

/// <summary>A form that an officer decides on: the version is the one the officer saw.</summary>
public sealed record FormRef(Guid? Laborer, int? FormVersion);

/// <summary>One answer per item asked, in the same order.</summary>
public sealed record DecisionResults(IReadOnlyList<DecisionResult> Results);

/// <summary>
/// <c>accepted</c>: the decision is made and on its way to Collection. <c>refused</c>: <paramref name="Message"/> says why,
/// <paramref name="Rule"/> names the rule where there is one.
/// </summary>
public sealed record DecisionResult(Guid Laborer, int FormVersion, string Outcome, string? Rule, string? Message);

/// <summary>Why an item is refused.</summary>
public sealed record Refusal(string? Rule, string Message);
