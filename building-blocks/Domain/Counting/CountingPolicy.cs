using System.Text.Json;

namespace Guzhang.Domain;

/// <summary>How a limit is compared: 不少于 (at the limit counts) or 要大于 (at the limit does not). A reading of the plan, so policy.</summary>
public enum Comparison
{
    AtLeast,
    MoreThan,
}

/// <summary>The standard for one kind of place: months and yuan of the year window, both.</summary>
public sealed record CountingLimit(decimal Months, decimal Income, Comparison Comparison)
{
    /// <summary>Whether both are met.</summary>
    public bool IsMet(decimal months, decimal income) => Comparison == Comparison.AtLeast
        ? months >= Months && income >= Income
        : months > Months && income > Income;
}

/// <summary>Who counts: clause 二 and 指标解释3, from counting.json.</summary>
public sealed record CountingPolicy(string Version, CountingLimit InCounty, CountingLimit OutOfCounty)
{
    /// <summary>Reads the text of counting.json.</summary>
    public static CountingPolicy Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new CountingPolicy(root.GetProperty("version").GetString()!, Limit(root.GetProperty("inCounty")), Limit(root.GetProperty("outOfCounty")));
    }

    /// <summary>The limit for a workplace; what is not in the county, or not known, has the limit of out of county.</summary>
    public CountingLimit LimitFor(bool inCounty) => inCounty ? InCounty : OutOfCounty;

    private static CountingLimit Limit(JsonElement limit)
    {
        var comparison = limit.GetProperty("comparison").GetString() switch
        {
            "atLeast" => Comparison.AtLeast,
            "moreThan" => Comparison.MoreThan,
            var other => throw new FormatException($"Not a comparison: {other}"),
        };
        return new CountingLimit(limit.GetProperty("months").GetDecimal(), limit.GetProperty("income").GetDecimal(), comparison);
    }
}
