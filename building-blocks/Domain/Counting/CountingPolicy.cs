namespace Guzhang.Domain;

/// <summary>How a limit is compared: 不少于 (at the limit counts) or 要大于 (at the limit does not).</summary>
public enum Comparison
{
    AtLeast,
    MoreThan,
}

/// <summary>Whether months and income must both reach the limit (且), or one will do (或).</summary>
public enum Demand
{
    Both,
    Either,
}

/// <summary>Where the work of somebody at home was: the last confirmed section 2, 返乡前务工地点, whichever leads; or nothing is taken as known.</summary>
public enum HomePlace
{
    LastThenBefore,
    BeforeThenLast,
    Unknown,
}

/// <summary>The standard for one kind of place: months and yuan of the year window.</summary>
public sealed record CountingLimit(decimal Months, decimal Income);

/// <summary>
/// Who counts: clause 二 and 指标解释1, 3 and 4 as the county reads them. Every reading that could be contested is a member here,
/// so the same facts can be counted under another (<c>policy with { … }</c>). Choices are codes of <c>Choices</c>; a place is a
/// code of <c>PlaceClass</c>, or <see cref="UnknownPlace"/>.
/// </summary>
public sealed record CountingPolicy
{
    /// <summary>Stands for a workplace that nothing on record tells.</summary>
    public const string UnknownPlace = "unknown";

    /// <summary>First day of validity.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day of validity; null while no end is set.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>By place.</summary>
    public required IReadOnlyDictionary<string, CountingLimit> Limits { get; init; }

    public required Comparison Comparison { get; init; }
    public required Demand MonthsAndIncome { get; init; }

    /// <summary>外出务工 is not 'outside the county': work in any of these places counts.</summary>
    public required IReadOnlySet<string> PlacesThatCount { get; init; }

    public required HomePlace PlaceOfSomebodyAtHome { get; init; }
    public required IReadOnlySet<string> StatusesThatCount { get; init; }
    public required IReadOnlySet<string> VerificationsThatCount { get; init; }

    /// <summary>弱劳动力和半劳动力 are counted in by clause 二.</summary>
    public required IReadOnlySet<string> AbilitiesThatCount { get; init; }

    /// <summary>Industries that are work in the sense of 指标解释1 only where they are paid as wages.</summary>
    public required IReadOnlySet<string> IndustriesOfFarming { get; init; }

    /// <summary>Employment forms in which farming is paid as wages.</summary>
    public required IReadOnlySet<string> EmploymentFormsOfWages { get; init; }

    /// <summary>Whether who met the standard and is home now counts.</summary>
    public required bool HomeNowCounts { get; init; }

    /// <summary>Whether 自主创业 stands apart (只采集不统计, 指标解释4) or counts like other work.</summary>
    public required bool SelfEmployedApart { get; init; }

    /// <summary>Whether 从未外出就业过 stands apart as leads (填表说明2) or goes by the standard like others.</summary>
    public required bool NeverWorkedApart { get; init; }

    /// <summary>The standard at a place (null: not known).</summary>
    public CountingLimit LimitAt(string? place) => Limits[place ?? UnknownPlace];

    /// <summary>Whether months and yuan of the year window reach the standard at a place (null: not known).</summary>
    public bool IsMet(string? place, decimal months, decimal income)
    {
        var limit = LimitAt(place);
        var (byMonths, byIncome) = Comparison == Comparison.AtLeast
            ? (months >= limit.Months, income >= limit.Income)
            : (months > limit.Months, income > limit.Income);
        return MonthsAndIncome == Demand.Both ? byMonths && byIncome : byMonths || byIncome;
    }

    /// <summary>Whether the policy is valid on a day.</summary>
    public bool IsValidOn(DateOnly day) => ValidFrom <= day && (ValidTo is not { } end || day <= end);
}
