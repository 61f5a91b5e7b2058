namespace Guzhang.Demo.Answers;

/// <summary>
/// Who qualifies for the two schemes of the demo's policy (readings.md): transport, who counts, works out of the county and took
/// up that work three months before the form came in; job-seeking, who counts and was helped or sent in an organised way.
/// </summary>
public static class Schemes
{
    /// <summary>The columns that a confirmed form stands in.</summary>
    public static IEnumerable<string> Of(Sheet confirmed)
    {
        if (Columns.Category(confirmed)[0] != "counted" || confirmed[L.Working] != "是")
        {
            yield break;
        }

        // A month without a day is taken from its first day.
        if (Work.Of(confirmed).Place != PlaceOfWork.InCounty && confirmed.Span(L.Since)?.First.AddMonths(3) <= confirmed.Today)
        {
            yield return "qualifiesTransport";
        }

        if (confirmed[L.Helped] == "是" || confirmed[L.Export] is "专车、专列点对点输送" or "免费专场招聘会")
        {
            yield return "qualifiesJobSeeking";
        }
    }
}
