using Guzhang.Contracts.JobMatching;
using Guzhang.JobMatching.Cases;

namespace Guzhang.JobMatching.Closing;

/// <summary>Ends that are no success: refusal, no wish any more, exit. Pure.</summary>
public static class Ending
{
    /// <summary>Reasons an officer can give, and the request's words for them.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        [CaseStates.Refused] = "拒绝就业",
        [CaseStates.NoWish] = "无就业意愿",
    };

    /// <summary>The end of an open case; what was owed and late by then stays so.</summary>
    public static CaseClosed Of(Case open, string state, string officer, DateTimeOffset at) => new()
    {
        Case = open.Id,
        Laborer = open.Laborer,
        FormYear = open.FormYear,
        Standing = open.Standing with { State = state, Breach = open.IsBreachedAt(at) },
        Officer = officer,
    };
}
