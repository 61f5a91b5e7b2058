namespace Guzhang.Domain.Forms;

/// <summary>A form while it is read: a member is null where the field is blank, not given, or refused.</summary>
internal sealed class Draft
{
    public int? FormYear { get; set; }
    public ContactMeans? ContactMeans { get; set; }
    public string? Town { get; set; }
    public string? Village { get; set; }
    public string? Name { get; set; }
    public ResidentId? ResidentId { get; set; }
    public Residence? RegisteredAt { get; set; }
    public string? Phone { get; set; }
    public Ethnicity? Ethnicity { get; set; }
    public Verification? Verification { get; set; }
    public Status? Status { get; set; }
    public bool? Working { get; set; }
    public Ability? Ability { get; set; }
    public SkillLevel? SkillLevel { get; set; }
    public bool? PostSchool { get; set; }
    public Education? Education { get; set; }
    public YearMonth? GraduatedOn { get; set; }
    public string? HomeAddress { get; set; }
    public decimal? MonthsWorked { get; set; }
    public Yuan? AnnualIncome { get; set; }

    /// <summary>Null where refused or not given, empty where blank.</summary>
    public ValueList<YearMonth>? WorkMonths { get; set; }

    public decimal? FlexibleDays { get; set; }
    public string? KeepReason { get; set; }
    public WorkingAway? Away { get; set; }
    public NotWorking? Home { get; set; }
    public HomeReturn Return { get; set; } = new();
    public TrainingWish Training { get; set; } = new();
    public ValueList<ServiceCount>? Services { get; set; }
    public Signatures Signatures { get; set; } = new() { Collector = "" };

    /// <summary>The form; to be called only when no error was found.</summary>
    public Form ToForm(ValueList<NotGivenField> notGiven) => new()
    {
        FormYear = FormYear!.Value,
        ContactMeans = ContactMeans!.Value,
        Town = Town!,
        Village = Village,
        Name = Name!,
        ResidentId = ResidentId!,
        RegisteredAt = RegisteredAt!,
        Phone = Phone,
        Ethnicity = Ethnicity,
        Verification = Verification!.Value,
        Status = Status!.Value,
        Working = Working!.Value,
        Ability = Ability!.Value,
        SkillLevel = SkillLevel!.Value,
        PostSchool = PostSchool,
        Education = Education,
        GraduatedOn = GraduatedOn,
        HomeAddress = HomeAddress,
        MonthsWorked = MonthsWorked,
        AnnualIncome = AnnualIncome,
        WorkMonths = WorkMonths ?? [],
        FlexibleDays = FlexibleDays,
        KeepReason = KeepReason,
        Away = Away,
        Home = Home,
        Return = Return,
        Training = Training,
        Services = Services,
        Signatures = Signatures,
        NotGiven = notGiven,
    };
}
