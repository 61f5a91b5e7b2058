namespace Guzhang.Contracts.Subsidy;

/// <summary>
/// How a person was screened for a scheme: sent when the answer changes, or what it rests on (form version, policy). The
/// newest of a laborer, form year and scheme holds. Aggregate <c>qualification-{Laborer}</c>.
/// </summary>
public sealed record QualificationChanged
{
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }

    /// <summary>Id of the scheme in schemes.json: <c>transport</c>, <c>job-seeking</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>Town of the confirmed form, 9 digits.</summary>
    public required string Town { get; init; }

    public string? Village { get; init; }

    /// <summary>Whether every condition is met.</summary>
    public required bool Qualifies { get; init; }

    /// <summary>Each condition of the scheme, met or missed, in the policy's order.</summary>
    public required IReadOnlyList<ConditionOutcome> Conditions { get; init; }

    /// <summary>The confirmed form that was looked at.</summary>
    public required int FormVersion { get; init; }

    /// <summary>The policy that was applied: versions of schemes.json, counting.json and calendar.json, each with the beginning of its SHA-256.</summary>
    public required string Policy { get; init; }
}

/// <summary>One condition, and what it was decided by. Everything needed to say it in words later, under whatever policy.</summary>
public sealed record ConditionOutcome
{
    /// <summary><c>in-force</c>, <c>on-the-list</c>, <c>counted</c>, <c>working-away</c>, <c>employed-for</c>, <c>helped-or-organised</c> or <c>not-paid</c>.</summary>
    public required string Condition { get; init; }

    public required bool Met { get; init; }

    /// <summary>The facts that decided it, at least one.</summary>
    public required IReadOnlyList<DecidingFact> Facts { get; init; }

    /// <summary>What the policy asks: <c>months</c> = 3, <c>places</c> = <c>out-of-county,out-of-province</c>, …; may be empty.</summary>
    public IReadOnlyDictionary<string, string> Asked { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// A fact of the form by its field name (form.md; also <c>formDate</c>, and <c>paid</c> for the ledger of payments) and its
/// value as text: a code, a number, a date, <c>true</c>. Absent where the form doesn't say.
/// </summary>
/// <param name="Name">what it is</param>
/// <param name="Value">what it says</param>
/// <param name="FormVersion">the form that says so, where it is another than the answer's</param>
public sealed record DecidingFact(string Name, string? Value, int? FormVersion = null);
