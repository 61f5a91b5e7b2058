namespace Guzhang.Domain.Forms;

/// <summary>
/// The form 外出务工贫困劳动力信息采集表 of one person, read and free of errors (form.md, sections 1 to 7).
/// Two forms that say the same are equal. A member that may be absent is null; <see cref="NotGiven"/> says where the
/// answer was 不适用 or 无法获取 instead.
/// </summary>
public sealed record Form
{
    /// <summary>年度: 2020 stands for October 2019 to September 2020.</summary>
    public required int FormYear { get; init; }

    public required ContactMeans ContactMeans { get; init; }

    /// <summary>负责镇, 9 digits.</summary>
    public required string Town { get; init; }

    /// <summary>负责村, 12 digits.</summary>
    public string? Village { get; init; }

    public required string Name { get; init; }
    public required ResidentId ResidentId { get; init; }
    public required Residence RegisteredAt { get; init; }
    public string? Phone { get; init; }
    public Ethnicity? Ethnicity { get; init; }
    public required Verification Verification { get; init; }
    public required Status Status { get; init; }
    public required bool Working { get; init; }
    public required Ability Ability { get; init; }
    public required SkillLevel SkillLevel { get; init; }
    public bool? PostSchool { get; init; }
    public Education? Education { get; init; }
    public YearMonth? GraduatedOn { get; init; }
    public string? HomeAddress { get; init; }

    /// <summary>Months worked in the year window, one decimal.</summary>
    public decimal? MonthsWorked { get; init; }

    /// <summary>Earned in the year window.</summary>
    public Yuan? AnnualIncome { get; init; }

    /// <summary>The ticked boxes, in order.</summary>
    public ValueList<YearMonth> WorkMonths { get; init; } = [];

    public decimal? FlexibleDays { get; init; }
    public string? KeepReason { get; init; }

    /// <summary>Section 2; there when <see cref="Working"/>.</summary>
    public WorkingAway? Away { get; init; }

    /// <summary>Section 3; there when not <see cref="Working"/>.</summary>
    public NotWorking? Home { get; init; }

    public HomeReturn Return { get; init; } = new();
    public TrainingWish Training { get; init; } = new();

    /// <summary>Section 6; empty for 未享受过就业服务, null where the answer is <see cref="NotGiven"/>.</summary>
    public ValueList<ServiceCount>? Services { get; init; }

    public required Signatures Signatures { get; init; }

    /// <summary>Fields answered 不适用 or 无法获取, in the order of the form.</summary>
    public ValueList<NotGivenField> NotGiven { get; init; } = [];
}

/// <summary>Section 2, 已外出务工情况.</summary>
public sealed record WorkingAway
{
    public Place? Workplace { get; init; }
    public EmploymentForm? EmploymentForm { get; init; }

    /// <summary>What 其他就业形式 is.</summary>
    public string? EmploymentFormNote { get; init; }

    public string? Employer { get; init; }
    public PartialDate? EmployedSince { get; init; }
    public Yuan? MonthlyWage { get; init; }
    public Industry? Industry { get; init; }
    public string? IndustryNote { get; init; }
    public bool? Contract { get; init; }
    public bool? EmployeePension { get; init; }
    public bool? EmployeeMedical { get; init; }
    public bool? Helped { get; init; }
    public YearMonth? HelpedOn { get; init; }
    public bool? ReturnedFounder { get; init; }
    public OrganisedExport OrganisedExport { get; init; }
}

/// <summary>Section 3, 暂未外出务工情况.</summary>
public sealed record NotWorking
{
    public NotWorkingType? Type { get; init; }
    public PartialDate? UnemployedSince { get; init; }
    public bool? PlanToGo { get; init; }
    public NoPlanReason? NoPlanReason { get; init; }
    public string? NoPlanReasonNote { get; init; }

    /// <summary>Province and prefecture.</summary>
    public Place? IntendedPlace { get; init; }

    public YearMonth? IntendedOn { get; init; }
    public bool? WillingToWork { get; init; }
    public bool? NotPicky { get; init; }
    public string? StatedWish { get; init; }
    public string? IntendedJob { get; init; }
    public Yuan? ExpectedWage { get; init; }
}

/// <summary>Section 4, 返乡回流情况.</summary>
public sealed record HomeReturn
{
    public bool? Returned { get; init; }
    public ReturnHomeReason? Reason { get; init; }
    public Place? WorkplaceBefore { get; init; }
}

/// <summary>Section 5, 培训意愿. Blank is not 无.</summary>
public sealed record TrainingWish
{
    public bool? Wants { get; init; }
    public ValueList<TrainingKind> Kinds { get; init; } = [];
    public string? Trade { get; init; }
    public PartialDate? On { get; init; }
}

/// <summary>One line of section 6: how often, at least once.</summary>
public sealed record ServiceCount(Service Service, int Times);

/// <summary>Section 7, 备注栏.</summary>
public sealed record Signatures
{
    /// <summary>Date of 贫困户签字.</summary>
    public DateOnly? Household { get; init; }

    /// <summary>Officer id of the signed-in collector.</summary>
    public required string Collector { get; init; }

    /// <summary>Date of 采集人签字.</summary>
    public DateOnly? CollectorSigned { get; init; }

    public string? CollectorPhone { get; init; }
    public string? PaperArchiveNo { get; init; }

    /// <summary>When, which number, who answered, result.</summary>
    public string? CallRecord { get; init; }

    /// <summary>SHA-256 of the scan, 64 hexadecimal digits.</summary>
    public string? Scan { get; init; }
}

/// <summary>A field that was answered 不适用 or 无法获取.</summary>
public sealed record NotGivenField(string Field, NotGiven Answer);
