namespace Guzhang.Journal.Rebuilding;

/// <summary>An aggregate's name in little memory: <c>laborer-</c> and an id. A name of another shape stands in the prefix whole.</summary>
internal readonly record struct AggregateKey(string Prefix, Guid Id)
{
    private const int IdLength = 36;

    /// <summary>Most names begin as the one before: <paramref name="like"/> saves a copy of the beginning.</summary>
    public static AggregateKey Of(string aggregate, AggregateKey like = default)
    {
        var at = aggregate.Length - IdLength;
        if (at > 0 && Guid.TryParseExact(aggregate.AsSpan(at), "D", out var id) && id != Guid.Empty && !aggregate.AsSpan(at).ContainsAnyInRange('A', 'F'))
        {
            return new AggregateKey(aggregate.AsSpan(0, at).SequenceEqual(like.Prefix) ? like.Prefix : aggregate[..at], id);
        }

        return new AggregateKey(aggregate, Guid.Empty);
    }

    public override string ToString() => Id == Guid.Empty ? Prefix : $"{Prefix}{Id}";
}
