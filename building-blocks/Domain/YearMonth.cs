using System.Globalization;

namespace Guzhang.Domain;

/// <summary>A calendar month, <c>yyyy-MM</c>. Ordered.</summary>
public readonly record struct YearMonth : IComparable<YearMonth>
{
    private readonly int _months;

    public YearMonth(int year, int month)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, 12);
        _months = (year * 12) + month - 1;
    }

    public int Year => _months / 12;

    public int Month => (_months % 12) + 1;

    /// <summary>Number of days in this month.</summary>
    public int Days => DateTime.DaysInMonth(Year, Month);

    public DateOnly FirstDay => new(Year, Month, 1);

    public DateOnly LastDay => new(Year, Month, Days);

    public static YearMonth Of(DateOnly date) => new(date.Year, date.Month);

    public YearMonth AddMonths(int months)
    {
        var sum = _months + months;
        return new YearMonth(sum / 12, (sum % 12) + 1);
    }

    /// <summary>Reads 2020-05, 2020年5月, 2020/5, 2020.5 or 202005; a day, where one is given, is dropped.</summary>
    public static bool TryParse(string? text, out YearMonth month)
    {
        month = default;
        if (!PartialDate.TryParse(text, out var date))
        {
            return false;
        }

        month = date.Month;
        return true;
    }

    public static YearMonth Parse(string text) =>
        TryParse(text, out var month) ? month : throw new FormatException($"Not a month: {text}");

    public int CompareTo(YearMonth other) => _months.CompareTo(other._months);

    public static bool operator <(YearMonth a, YearMonth b) => a._months < b._months;

    public static bool operator >(YearMonth a, YearMonth b) => a._months > b._months;

    public static bool operator <=(YearMonth a, YearMonth b) => a._months <= b._months;

    public static bool operator >=(YearMonth a, YearMonth b) => a._months >= b._months;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}
