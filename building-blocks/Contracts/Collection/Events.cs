namespace Guzhang.Contracts.Collection;

/// <summary>A form was accepted: first, corrected or resubmitted. Aggregate <c>laborer-{Laborer}</c>.</summary>
public sealed record FormSubmitted
{
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }

    /// <summary>1 for the first form of this laborer, one more for every accepted form after it.</summary>
    public required int FormVersion { get; init; }

    /// <summary>The version it follows; absent for the first.</summary>
    public int? Follows { get; init; }

    /// <summary>Town division code, 9 digits: who looks after the household.</summary>
    public required string Town { get; init; }

    /// <summary>Village division code, 12 digits.</summary>
    public string? Village { get; init; }

    /// <summary><c>visit</c> or <c>phone</c>.</summary>
    public required string Means { get; init; }

    public required FormFacts Facts { get; init; }
    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>Officer id of who collected: may not confirm (VER-03).</summary>
    public required string Collector { get; init; }

    /// <summary>Names of fields that differ from the version it follows; empty for the first.</summary>
    public IReadOnlyList<string> ChangedFields { get; init; } = [];

    /// <summary>The import that brought it, if one did.</summary>
    public Guid? Import { get; init; }
}

/// <summary>The task force confirmed this version, and Collection agrees. The only source of "confirmed" for everyone.</summary>
public sealed record FormConfirmed
{
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }
    public required int FormVersion { get; init; }
    public required string Town { get; init; }
    public string? Village { get; init; }
    public required FormFacts Facts { get; init; }
    public IReadOnlyList<Warning> Warnings { get; init; } = [];
    public required string Collector { get; init; }

    /// <summary>Who confirmed.</summary>
    public required string Officer { get; init; }

    /// <summary>The decision of Verification that led here.</summary>
    public required Guid Decision { get; init; }
}

/// <summary>The task force returned this version with reasons.</summary>
public sealed record FormReturned
{
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }
    public required int FormVersion { get; init; }
    public required string Town { get; init; }
    public required string Officer { get; init; }

    /// <summary>Reason codes, see Domain's <c>ReturnReason</c>.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public required Guid Decision { get; init; }
}

/// <summary>A decision came for a version that is no longer the newest: the work is open again for <see cref="CurrentVersion"/>.</summary>
public sealed record ConfirmationOutdated
{
    public required Guid Laborer { get; init; }
    public required int DecidedVersion { get; init; }
    public required int CurrentVersion { get; init; }
    public required string Town { get; init; }
    public required string Officer { get; init; }
    public required Guid Decision { get; init; }
}

/// <summary>A decision that Collection can't accept: <see cref="Rule"/> is <c>VER-03</c> (own form) or <c>F13</c> (below standard, no reason kept).</summary>
public sealed record ConfirmationRefused
{
    public required Guid Laborer { get; init; }
    public required int FormVersion { get; init; }
    public required string Town { get; init; }
    public required string Officer { get; init; }
    public required string Rule { get; init; }
    public required Guid Decision { get; init; }
}

/// <summary>
/// A row of an imported workbook about somebody who is not on record was refused. Aggregate <c>refusal-{Refusal}</c>;
/// the same person refused again has the same id; a newer event of an aggregate replaces the older.
/// </summary>
public sealed record RowRefused
{
    public required Guid Refusal { get; init; }
    public required Guid Import { get; init; }

    /// <summary>Row of the sheet as Excel numbers it: the header is 1, the first person 2.</summary>
    public required int Row { get; init; }

    /// <summary>The form year of the import; absent in events from before it was published.</summary>
    public int? FormYear { get; init; }

    /// <summary>Absent where the row does not say a town of the county.</summary>
    public string? Town { get; init; }

    public string? Village { get; init; }

    /// <summary>Every rule broken and where.</summary>
    public required IReadOnlyList<Warning> Broken { get; init; }
}

/// <summary>The person behind a refusal is on record now: the refusal no longer stands.</summary>
public sealed record RefusalResolved
{
    public required Guid Refusal { get; init; }
    public string? Town { get; init; }
}

/// <summary>The operator set the business clock: from <see cref="RealTime"/> on it shows <see cref="BusinessTime"/> and runs. Aggregate <c>clock</c>.</summary>
public sealed record ClockSet
{
    public required DateTimeOffset BusinessTime { get; init; }
    public required DateTimeOffset RealTime { get; init; }
    public required string Operator { get; init; }
}
