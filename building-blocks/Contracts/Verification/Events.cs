namespace Guzhang.Contracts.Verification;

/// <summary>An officer of the task force wants this version confirmed. Collection answers. Aggregate <c>work-{Laborer}</c>.</summary>
public sealed record ConfirmationDecided
{
    public required Guid Decision { get; init; }
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }
    public required int FormVersion { get; init; }
    public required string Town { get; init; }
    public required string Officer { get; init; }
}

/// <summary>An officer of the task force returns this version, with reasons. Aggregate <c>work-{Laborer}</c>.</summary>
public sealed record ReturnDecided
{
    public required Guid Decision { get; init; }
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }
    public required int FormVersion { get; init; }
    public required string Town { get; init; }
    public required string Officer { get; init; }

    /// <summary>Reason codes, see Domain's <c>ReturnReason</c>; at least one.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
