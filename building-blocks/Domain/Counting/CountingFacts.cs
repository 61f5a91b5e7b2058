namespace Guzhang.Domain;

/// <summary>What counting looks at: codes of <c>Choices</c> and plain values, as the published form facts carry them.</summary>
public sealed record CountingFacts
{
    public required string Status { get; init; }
    public required string Verification { get; init; }
    public required string Ability { get; init; }
    public required bool Working { get; init; }

    /// <summary>Months in the year window.</summary>
    public required decimal MonthsWorked { get; init; }

    /// <summary>Yuan in the year window.</summary>
    public required decimal AnnualIncome { get; init; }

    /// <summary>Present post; null when not working.</summary>
    public string? EmploymentForm { get; init; }

    /// <summary>Present post; null when not working.</summary>
    public string? Industry { get; init; }

    /// <summary>in-county, out-of-county, out-of-prefecture or out-of-province.</summary>
    public string? WorkplaceClass { get; init; }

    public string? NotWorkingType { get; init; }

    /// <summary>Class of 返乡前务工地点.</summary>
    public string? WorkplaceBeforeClass { get; init; }

    /// <summary>The last confirmed section 2 of the window; looked at when not working.</summary>
    public LastWork? LastWork { get; init; }
}

/// <summary>What the last confirmed section 2 in the window said.</summary>
public sealed record LastWork(string? EmploymentForm, string? Industry, string? WorkplaceClass);

/// <summary>Which of the parts of 已确认 someone belongs to (docs/dispatch-table.md).</summary>
public enum CountingCategory
{
    /// <summary>计入人数.</summary>
    Counted,

    /// <summary>线索（从未外出）.</summary>
    Lead,

    /// <summary>自主创业: collected, not counted (指标解释4).</summary>
    SelfEmployed,

    /// <summary>其他不计: status, verification, or no wage work.</summary>
    Other,

    /// <summary>低于标准.</summary>
    BelowStandard,
}

/// <summary>The column of the dispatch table someone counted stands under.</summary>
public enum CountingPlace
{
    InCounty,

    /// <summary>Also people at home whose workplace nothing on record tells.</summary>
    OutOfCountyInProvince,

    OutOfProvince,
}

/// <summary>The outcome; <see cref="Place"/> is meant where <see cref="Category"/> is counted.</summary>
public sealed record CountingResult(CountingCategory Category, CountingPlace Place, bool WorkingNow);
