using Guzhang.Collection.Laborers;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>Somebody who is met under a key: the blind index of the number, and what tells who it is.</summary>
internal readonly record struct Met<T>(BytesKey Resident, T Who);

/// <summary>
/// Holds one person against those who share a key: alike is whose number is one slip away. The codes of the possible slips are
/// made once somebody is met, which is seldom.
/// </summary>
internal sealed class Meeting<T>(Somebody person, Somebodies somebodies)
{
    private readonly HashSet<BytesKey>?[] _slips = new HashSet<BytesKey>?[2];
    private readonly List<T> _alike = [];

    /// <summary>Holds the person against everybody who shares one of the keys.</summary>
    public static IReadOnlyList<T> Alike(Somebody person, Func<long, IReadOnlyList<Met<T>>?> met, Somebodies somebodies)
    {
        var meeting = new Meeting<T>(person, somebodies);
        for (var i = 0; i < person.Keys.Length; i++)
        {
            if (met(person.Keys[i]) is { Count: > 0 } others)
            {
                meeting.With(LookAlikeKeys.PartOf(i), others);
            }
        }

        return meeting._alike;
    }

    private void With(NumberPart shared, IReadOnlyList<Met<T>> others)
    {
        foreach (var other in others)
        {
            // The same number is the same person: that is F02's.
            if (!other.Resident.Equals(new BytesKey(person.Resident)) && SlipsOutside(shared).Contains(other.Resident) && !_alike.Contains(other.Who))
            {
                _alike.Add(other.Who);
            }
        }
    }

    private HashSet<BytesKey> SlipsOutside(NumberPart shared) =>
        _slips[(int)shared] ??= [.. Slips.Outside(shared, person.Id).Select(number => new BytesKey(somebodies.Resident(number)))];
}
