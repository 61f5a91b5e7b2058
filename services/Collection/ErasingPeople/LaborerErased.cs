namespace Guzhang.Collection.ErasingPeople;

/// <summary>As stored: a person's key was erased, and nothing personal in the events before opens any more. It is not published.</summary>
internal sealed record LaborerErased
{
    public required Guid Laborer { get; init; }

    /// <summary>Who decided it; the ledger where it was done again after a restore.</summary>
    public required string Officer { get; init; }

    /// <summary>A code of <see cref="ErasureReason"/>.</summary>
    public required string Reason { get; init; }
}
