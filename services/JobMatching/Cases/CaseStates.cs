namespace Guzhang.JobMatching.Cases;

/// <summary>How a case stands, as events and rows spell it, and in words.</summary>
public static class CaseStates
{
    public const string Open = "open";

    /// <summary>Work was started; the only success.</summary>
    public const string Placed = "placed";

    /// <summary>The person refused every job.</summary>
    public const string Refused = "refused";

    /// <summary>The person no longer wishes to work.</summary>
    public const string NoWish = "no-wish";

    /// <summary>The person left the list: 当前状态 is not 正常 (COL-07).</summary>
    public const string Exited = "exited";

    /// <summary>Every state, in words.</summary>
    public static IReadOnlyDictionary<string, string> Labels { get; } = new Dictionary<string, string>
    {
        [Open] = "跟踪中",
        [Placed] = "已上岗",
        [Refused] = "拒绝就业",
        [NoWish] = "无就业意愿",
        [Exited] = "已退出",
    };
}
