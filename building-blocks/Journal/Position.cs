using System.Globalization;

namespace Guzhang.Journal;

/// <summary>A place in a journal's commit order. It can be stored as text and compared with others of the same journal.</summary>
/// <param name="Epoch">The life of the database: a restore starts a new one, with a higher number, which no other life has.</param>
/// <param name="Tx">The transaction.</param>
/// <param name="Number">The place in it.</param>
public readonly record struct Position(long Epoch, ulong Tx, long Number) : IComparable<Position>
{
    /// <summary>Before the first event.</summary>
    public static Position Start { get; }

    /// <summary>
    /// Where the lives before this one ended, as text; nothing in a journal's first life. It tells where two histories part,
    /// also to a journal that never heard of this life.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>Where the lives before this one ended, oldest first, and this position.</summary>
    public IReadOnlyList<Position> Path
    {
        get
        {
            var path = new List<Position>();
            foreach (var end in ToString().Split('.'))
            {
                path.Add(Place(end)!.Value with { Before = path.Count == 0 ? null : path[^1].ToString() });
            }

            return path;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(Position other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch)
        : Tx != other.Tx ? Tx.CompareTo(other.Tx)
        : Number.CompareTo(other.Number);

    /// <summary>Reads what <see cref="ToString"/> wrote; empty or absent is <see cref="Start"/>.</summary>
    public static bool TryParse(string? text, out Position position)
    {
        position = Start;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var lives = text.Split('.');
        if (!Array.TrueForAll(lives, life => Place(life) is not null))
        {
            return false;
        }

        position = Place(lives[^1])!.Value with { Before = lives.Length == 1 ? null : text[..^(lives[^1].Length + 1)] };
        return true;
    }

    /// <summary>Reads a stored position.</summary>
    /// <exception cref="FormatException">The text is no position.</exception>
    public static Position Parse(string? text) =>
        TryParse(text, out var position) ? position : throw new FormatException($"not a journal position: '{text}'");

    /// <summary>Of letters that need no escape in an address.</summary>
    public override string ToString() => Before is null ? Place() : $"{Before}.{Place()}";

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;

    private string Place() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Tx}-{Number}");

    private static Position? Place(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var tx)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new Position(epoch, tx, number)
                : null;
    }
}

/// <summary>A position of a history that this journal left, or lost in a restore: what came after <see cref="Fork"/> is another history.</summary>
public sealed class AbandonedTimelineException(Position asked, Position fork)
    : Exception($"position {asked} is from an abandoned timeline; histories part after {fork}")
{
    /// <summary>The last position that both histories share.</summary>
    public Position Fork { get; } = fork;
}
