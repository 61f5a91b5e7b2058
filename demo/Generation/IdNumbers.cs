using System.Globalization;

namespace Guzhang.Demo.Generation;

/// <summary>
/// ID numbers with a right check digit (GB 11643-1999), none like another: no two differ in one digit of the first 17 or
/// by two neighbours swapped, so nobody looks like somebody else's slip.
/// </summary>
public sealed class IdNumbers
{
    private readonly HashSet<long> taken = [];

    /// <summary>Numbers that somebody has: no new one comes near them.</summary>
    public void Keep(IEnumerable<string> given) => taken.UnionWith(given.Select(id => long.Parse(id.AsSpan(0, 17), CultureInfo.InvariantCulture)));

    public string New(Rng rng, string prefix, DateOnly birth)
    {
        while (true)
        {
            var body = prefix + birth.ToString("yyyyMMdd", CultureInfo.InvariantCulture)
                + rng.Between(1, 998).ToString("D3", CultureInfo.InvariantCulture);
            if (Free(long.Parse(body, CultureInfo.InvariantCulture)))
            {
                return body + CheckDigit(body);
            }
        }
    }

    /// <summary>The 18th character: weights are 2^(17-i) mod 11, the digit makes the sum 1 mod 11.</summary>
    public static char CheckDigit(string body)
    {
        var (sum, weight) = (0, 2);
        for (var i = 16; i >= 0; i--)
        {
            sum += (body[i] - '0') * weight;
            weight = weight * 2 % 11;
        }

        var rest = (12 - (sum % 11)) % 11;
        return rest == 10 ? 'X' : (char)('0' + rest);
    }

    private bool Free(long body)
    {
        long place = 1, higher = 10;
        for (var i = 0; i < 17; i++, place *= 10, higher *= 10)
        {
            var digit = body / place % 10;
            for (var other = 0; other < 10; other++)
            {
                if (taken.Contains(body + ((other - digit) * place)))
                {
                    return false;
                }
            }

            var left = body / higher % 10;
            if (i < 16 && taken.Contains(body + ((left - digit) * place) + ((digit - left) * higher)))
            {
                return false;
            }
        }

        return taken.Add(body);
    }
}
