using System.Globalization;

namespace Guzhang.Domain;

/// <summary>An amount of money in yuan, to the fen.</summary>
public readonly record struct Yuan(decimal Amount) : IComparable<Yuan>
{
    /// <summary>Reads 3500, 3,500.50, ￥3500 or 3500元. Not finer than the fen.</summary>
    public static bool TryParse(string? text, out Yuan yuan)
    {
        yuan = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var number = Mending.Compact(text).AsSpan().TrimEnd('元').TrimStart("¥￥");
        if (!decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount)
            || decimal.Round(amount, 2) != amount)
        {
            return false;
        }

        yuan = new Yuan(amount);
        return true;
    }

    public int CompareTo(Yuan other) => Amount.CompareTo(other.Amount);

    public static bool operator <(Yuan a, Yuan b) => a.Amount < b.Amount;

    public static bool operator >(Yuan a, Yuan b) => a.Amount > b.Amount;

    public static bool operator <=(Yuan a, Yuan b) => a.Amount <= b.Amount;

    public static bool operator >=(Yuan a, Yuan b) => a.Amount >= b.Amount;

    public override string ToString() => Amount.ToString("0.##", CultureInfo.InvariantCulture);
}
