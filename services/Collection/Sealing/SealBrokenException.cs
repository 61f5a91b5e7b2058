namespace Guzhang.Collection.Sealing;

/// <summary>A sealed value was cut, changed, moved to another person, or its key is not the one it was sealed with.</summary>
public sealed class SealBrokenException : Exception
{
    private const string Reason = "sealed data does not open: it was changed, moved, or sealed with another key";

    public SealBrokenException()
        : base(Reason)
    {
    }

    /// <summary>Of this person.</summary>
    public SealBrokenException(Guid laborer)
        : base($"laborer {laborer}: {Reason}") => Laborer = laborer;

    /// <summary>Whose; null where it is nobody's in particular.</summary>
    public Guid? Laborer { get; }
}
