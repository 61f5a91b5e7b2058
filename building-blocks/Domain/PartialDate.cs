using System.Globalization;

namespace Guzhang.Domain;

/// <summary>A date with its precision: a day (<c>2020-03-15</c>) or, as on paper, a month (<c>2020-03</c>). 指标解释5.</summary>
public readonly record struct PartialDate
{
    public PartialDate(YearMonth month)
    {
        Month = month;
    }

    public PartialDate(DateOnly date)
    {
        Month = YearMonth.Of(date);
        Day = date.Day;
    }

    public YearMonth Month { get; }

    /// <summary>Day of the month; null where only the month is known.</summary>
    public int? Day { get; }

    /// <summary>The first day it can mean.</summary>
    public DateOnly Earliest => Day is { } day ? new DateOnly(Month.Year, Month.Month, day) : Month.FirstDay;

    /// <summary>The last day it can mean.</summary>
    public DateOnly Latest => Day is { } day ? new DateOnly(Month.Year, Month.Month, day) : Month.LastDay;

    /// <summary>Reads 2020-03-15, 2020年3月15日, 2020/3/15, 2020.3.15, 20200315 and the same without the day.</summary>
    public static bool TryParse(string? text, out PartialDate date)
    {
        date = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        Span<int> parts = stackalloc int[3];
        var count = SplitNumbers(Mending.Compact(text), parts);
        if (count == 1 && parts[0] is >= 190000 and <= 99991231)
        {
            count = SplitDigits(parts);
        }

        if (count < 2 || parts[0] is < 1900 or > 2999 || parts[1] is < 1 or > 12)
        {
            return false;
        }

        var month = new YearMonth(parts[0], parts[1]);
        if (count == 2)
        {
            date = new PartialDate(month);
            return true;
        }

        if (parts[2] < 1 || parts[2] > month.Days)
        {
            return false;
        }

        date = new PartialDate(new DateOnly(parts[0], parts[1], parts[2]));
        return true;
    }

    public override string ToString() =>
        Day is { } day ? string.Create(CultureInfo.InvariantCulture, $"{Month}-{day:00}") : Month.ToString();

    /// <summary>Up to three numbers between separators; a midnight that a spreadsheet program appends is dropped. 0 when it is no date.</summary>
    private static int SplitNumbers(string text, Span<int> parts)
    {
        var span = text.AsSpan();
        if (span.EndsWith("00:00:00"))
        {
            span = span[..^8].TrimEnd('T');
        }
        else if (span.EndsWith("0:00:00"))
        {
            span = span[..^7];
        }

        var count = 0;
        var digits = 0;
        foreach (var c in span)
        {
            if (char.IsAsciiDigit(c))
            {
                if (digits == 0 && ++count > parts.Length)
                {
                    return 0;
                }

                parts[count - 1] = digits == 0 ? c - '0' : (parts[count - 1] * 10) + c - '0';
                if (++digits > 8)
                {
                    return 0;
                }
            }
            else if (digits > 0 && c is '-' or '/' or '.' or '年' or '月' or '日' or '号')
            {
                digits = 0;
            }
            else
            {
                return 0;
            }
        }

        return count;
    }

    private static int SplitDigits(Span<int> parts)
    {
        var number = parts[0];
        if (number < 1_000_000)
        {
            (parts[0], parts[1]) = (number / 100, number % 100);
            return 2;
        }

        (parts[0], parts[1], parts[2]) = (number / 10_000, number / 100 % 100, number % 100);
        return 3;
    }
}
