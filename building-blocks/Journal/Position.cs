using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Guzhang.Journal;

/// <summary>
/// A place in a journal's commit order. It can be stored as text and compared. <see cref="Epoch"/> counts the lives of the
/// database (a restore starts a new one), <see cref="Tx"/> is the transaction, <see cref="Number"/> the place in it.
/// </summary>
public readonly record struct Position(int Epoch, ulong Tx, long Number) : IComparable<Position>
{
    /// <summary>Before the first event.</summary>
    public static Position Start { get; }

    /// <inheritdoc/>
    public int CompareTo(Position other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch)
        : Tx != other.Tx ? Tx.CompareTo(other.Tx)
        : Number.CompareTo(other.Number);

    /// <summary>Reads what <see cref="ToString"/> wrote; empty or absent is <see cref="Start"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Position position)
    {
        position = Start;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var parts = text.Split('-');
        if (parts.Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var tx)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        position = new Position(epoch, tx, number);
        return true;
    }

    /// <summary>Reads a stored position.</summary>
    /// <exception cref="FormatException">The text is no position.</exception>
    public static Position Parse(string? text) =>
        TryParse(text, out var position) ? position : throw new FormatException($"not a journal position: '{text}'");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Tx}-{Number}");

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}

/// <summary>A position from before a restore that this journal has no longer: what came after <see cref="Fork"/> is another history.</summary>
public sealed class AbandonedTimelineException(Position asked, Position fork)
    : Exception($"position {asked} is from an abandoned timeline; histories part after {fork}")
{
    /// <summary>The last position that both histories share.</summary>
    public Position Fork { get; } = fork;
}
