using System.Globalization;

namespace Guzhang.Domain;

/// <summary>An amount of money in yuan, to the fen.</summary>
public readonly record struct Yuan(decimal Amount) : IComparable<Yuan>
{
    // What is larger is no money of a household; products of amounts stay far from overflow.
    private const decimal Most = 1_000_000_000_000;

    /// <summary>Reads 3500, 3,500.50, ￥3500 or 3500元. Not finer than the fen; a comma stands before three digits.</summary>
    public static bool TryParse(string? text, out Yuan yuan)
    {
        yuan = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var number = Mending.Compact(text).AsSpan().TrimEnd('元').TrimStart("¥￥");
        if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount)
            || decimal.Round(amount, 2) != amount || Math.Abs(amount) >= Most || !GroupsAreThousands(number))
        {
            return false;
        }

        yuan = new Yuan(amount);
        return true;
    }

    /// <summary>3,5 is no 35: whoever writes that means something else.</summary>
    private static bool GroupsAreThousands(ReadOnlySpan<char> number)
    {
        var whole = number.IndexOf('.') is >= 0 and var point ? number[..point] : number;
        for (var comma = whole.IndexOf(','); comma >= 0; comma = whole.IndexOf(','))
        {
            whole = whole[(comma + 1)..];
            if (whole.Length != 3 && whole.IndexOf(',') != 3)
            {
                return false;
            }
        }

        return true;
    }

    public int CompareTo(Yuan other) => Amount.CompareTo(other.Amount);

    public static bool operator <(Yuan a, Yuan b) => a.Amount < b.Amount;

    public static bool operator >(Yuan a, Yuan b) => a.Amount > b.Amount;

    public static bool operator <=(Yuan a, Yuan b) => a.Amount <= b.Amount;

    public static bool operator >=(Yuan a, Yuan b) => a.Amount >= b.Amount;

    public override string ToString() => Amount.ToString("0.##", CultureInfo.InvariantCulture);
}
