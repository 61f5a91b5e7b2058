using Guzhang.Domain;

namespace Guzhang.Collection.FindingLookAlikes;

/// <summary>Pure: the good numbers that are one slip away from a number: another digit somewhere, or two neighbours swapped.</summary>
internal static class Slips
{
    /// <summary>Those that leave a part of the number as it is; head and tail together give every slip once (digit 13 is the head's).</summary>
    public static IEnumerable<string> Outside(NumberPart untouched, ResidentId id)
    {
        var (from, to) = untouched == NumberPart.Head ? (12, 17) : (0, 12);
        var digits = id.Value.ToCharArray();
        for (var i = from; i < to; i++)
        {
            var digit = digits[i];
            for (var other = '0'; other <= '9'; other++)
            {
                if (other != digit)
                {
                    digits[i] = other;
                    if (Good(digits) is { } number)
                    {
                        yield return number;
                    }
                }
            }

            digits[i] = digit;
            if (i + 1 < 17 && digits[i + 1] != digit)
            {
                (digits[i], digits[i + 1]) = (digits[i + 1], digit);
                if (Good(digits) is { } number)
                {
                    yield return number;
                }

                (digits[i], digits[i + 1]) = (digit, digits[i]);
            }
        }
    }

    /// <summary>With its right check character; null where the date is none, which nobody on record has.</summary>
    private static string? Good(char[] digits)
    {
        var first17 = digits.AsSpan(0, 17);
        return ResidentId.TryParse($"{first17}{ResidentId.CheckCharacter(first17)}", out var id) ? id!.Value : null;
    }
}
