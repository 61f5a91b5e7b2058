using System.Text;
using Guzhang.Collection.Sealing;
using Guzhang.Domain;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>Which part of a number two people have in common under a key; the slip is in the rest.</summary>
internal enum NumberPart
{
    /// <summary>Digits 1 to 12: region, year and month of birth.</summary>
    Head,

    /// <summary>Digits 14 to 17: last digit of the day, sequence.</summary>
    Tail,
}

/// <summary>
/// The keys under which people of a similar name and number meet (F03). Equal pinyin, or one character different: one form of
/// the name for the pinyin, one for each character left out. One digit different, or two neighbours swapped: either the head or
/// the tail of the number is untouched, since digit 13 belongs to neither. So two people who look alike share a key of
/// (name form, part); who shares one is held against the slips that are possible (<see cref="Slips"/>).
/// </summary>
internal sealed class LookAlikeKeys(BlindIndex index, Pinyin pinyin)
{
    /// <summary>A head key and a tail key for each form of the name, in turn: see <see cref="PartOf"/>.</summary>
    public long[] Of(string name, ResidentId id)
    {
        var (head, tail) = (id.Value[..12], id.Value[13..17]);
        var forms = Forms(name).ToList();
        var keys = new long[2 * forms.Count];
        for (var i = 0; i < forms.Count; i++)
        {
            keys[2 * i] = index.Tag("look-alike", $"{head}\n{forms[i]}");
            keys[(2 * i) + 1] = index.Tag("look-alike", $"{tail}\n{forms[i]}");
        }

        return keys;
    }

    /// <summary>The part of the number that the key at this place of <see cref="Of"/> stands for.</summary>
    public static NumberPart PartOf(int place) => place % 2 == 0 ? NumberPart.Head : NumberPart.Tail;

    private IEnumerable<string> Forms(string name)
    {
        yield return string.Join(' ', pinyin.Of(name));
        var characters = Pinyin.Characters(name);
        for (var left = 0; left < characters.Count; left++)
        {
            var form = new StringBuilder("=");
            for (var i = 0; i < characters.Count; i++)
            {
                form.Append(i == left ? "*" : characters[i].ToString());
            }

            yield return form.ToString();
        }
    }
}
