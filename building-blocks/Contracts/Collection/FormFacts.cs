namespace Guzhang.Contracts.Collection;

/// <summary>
/// What a form says, without anything personal: the list at the end of form.md. Choices are kebab-case codes
/// (Domain's <c>Choices</c>), months are <c>yyyy-MM</c>, dates <c>yyyy-MM-dd</c> or <c>yyyy-MM</c>, money is yuan,
/// divisions are codes (12 digits for a village, 9 for a town, 6 for a county, 4 for a prefecture, 2 for a province).
/// </summary>
public sealed record FormFacts
{
    public required string Status { get; init; }
    public required string Verification { get; init; }
    public required bool Working { get; init; }
    public required string Ability { get; init; }
    public required string SkillLevel { get; init; }
    public bool? PostSchool { get; init; }
    public string? Education { get; init; }

    /// <summary>Whole years at the form date.</summary>
    public required int Age { get; init; }

    /// <summary>Months worked in the year window, one decimal.</summary>
    public required decimal MonthsWorked { get; init; }

    /// <summary>Yuan earned in the year window.</summary>
    public required decimal AnnualIncome { get; init; }

    public IReadOnlyList<string> WorkMonths { get; init; } = [];
    public decimal FlexibleDays { get; init; }

    /// <summary>Down to the county; an ISO country code or <c>overseas</c> when abroad.</summary>
    public string? Workplace { get; init; }

    /// <summary><c>in-county</c>, <c>out-of-county</c> (same prefecture), <c>out-of-prefecture</c> (same province), <c>out-of-province</c> (overseas too).</summary>
    public string? WorkplaceClass { get; init; }

    public string? EmploymentForm { get; init; }
    public string? Industry { get; init; }
    public string? EmployedSince { get; init; }
    public decimal? MonthlyWage { get; init; }
    public bool? Contract { get; init; }
    public bool? EmployeePension { get; init; }
    public bool? EmployeeMedical { get; init; }
    public bool? Helped { get; init; }
    public string? HelpedOn { get; init; }
    public bool? ReturnedFounder { get; init; }
    public string? OrganisedExport { get; init; }
    public string? NotWorkingType { get; init; }
    public string? UnemployedSince { get; init; }
    public bool? PlanToGo { get; init; }
    public string? NoPlanReason { get; init; }
    public string? IntendedPlace { get; init; }
    public string? IntendedOn { get; init; }
    public decimal? ExpectedWage { get; init; }
    public bool? WillingToWork { get; init; }
    public bool? NotPicky { get; init; }
    public bool? Returned { get; init; }
    public string? ReturnReason { get; init; }

    /// <summary>Place of work before the return, down to the county.</summary>
    public string? WorkplaceBefore { get; init; }

    /// <summary>Same classes as <see cref="WorkplaceClass"/>.</summary>
    public string? WorkplaceBeforeClass { get; init; }

    public bool? WantsTraining { get; init; }
    public IReadOnlyList<string> TrainingKinds { get; init; } = [];
    public string? TrainingOn { get; init; }

    /// <summary>Service code to number of times.</summary>
    public IReadOnlyDictionary<string, int> Services { get; init; } = new Dictionary<string, int>();
}

/// <summary>A rule that warned, and the field it speaks of. The sentence is made anew by whoever shows it.</summary>
public sealed record Warning(string Rule, string Field);
