namespace Guzhang.Collection.ErasingPeople;

/// <summary>Why somebody is erased: the grounds of the Personal Information Protection Law (个人信息保护法), article 47. Codes, since it is kept for ever.</summary>
internal static class ErasureReason
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["purpose-achieved"] = "处理目的已实现、无法实现或者为实现处理目的不再必要",
        ["retention-over"] = "停止提供服务，或者保存期限已届满",
        ["consent-withdrawn"] = "个人撤回同意",
        ["unlawful"] = "违反法律、行政法规或者违反约定处理个人信息",
    };
}
