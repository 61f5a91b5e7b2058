using System.Text.Json;

namespace Guzhang.Domain.Forms;

/// <summary>Months from <paramref name="From"/> to <paramref name="To"/>, both included.</summary>
public sealed record MonthSpan(YearMonth From, YearMonth To)
{
    public bool Contains(YearMonth month) => month >= From && month <= To;
}

/// <summary>What a form year sets: the annual window (指标解释3) and the month boxes of the printed form. Policy, from calendar.json.</summary>
public sealed record FormYear(int Year, MonthSpan Window, MonthSpan Boxes)
{
    /// <summary>The form years of a county's calendar.json, by year.</summary>
    public static IReadOnlyDictionary<int, FormYear> ParseAll(string calendarJson)
    {
        using var document = JsonDocument.Parse(calendarJson);
        var years = new Dictionary<int, FormYear>();
        foreach (var item in document.RootElement.GetProperty("formYears").EnumerateArray())
        {
            var year = item.GetProperty("year").GetInt32();
            years.Add(year, new FormYear(year, Span(item.GetProperty("window")), Span(item.GetProperty("boxes"))));
        }

        return years;
    }

    private static MonthSpan Span(JsonElement span) =>
        new(YearMonth.Parse(span.GetProperty("from").GetString()!), YearMonth.Parse(span.GetProperty("to").GetString()!));
}
