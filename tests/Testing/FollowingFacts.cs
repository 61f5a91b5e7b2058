using Guzhang.Contracts;
using Guzhang.Contracts.JobMatching;
using Guzhang.Contracts.Subsidy;

namespace Guzhang.Testing;

/// <summary>Events of Subsidy about one person.</summary>
public sealed record Qualification(Guid Laborer)
{
    public string Town { get; init; } = "433126101";

    public static Qualification New() => new(Guid.NewGuid());

    public PublishedFact Says(string scheme, bool qualifies, int version = 1, int year = 2020) => new(
        $"qualification-{Laborer}", EventTypes.QualificationChanged, new QualificationChanged
        {
            Laborer = Laborer,
            FormYear = year,
            Scheme = scheme,
            Town = Town,
            Village = $"{Town}200",
            Qualifies = qualifies,
            Conditions = [new ConditionOutcome { Condition = "counted", Met = qualifies, Facts = [new DecidingFact("monthsWorked", "6")] }],
            FormVersion = version,
            Policy = "test/0+test/0",
        });
}

/// <summary>Events of JobMatching about one 72-hour case.</summary>
public sealed record FollowUp(Guid Case)
{
    public Guid Laborer { get; init; } = Guid.NewGuid();
    public string Town { get; init; } = "433126101";

    public static FollowUp New() => new(Guid.NewGuid());

    public PublishedFact Opened() => Fact(EventTypes.CaseOpened, new CaseOpened
    {
        Case = Case,
        Laborer = Laborer,
        FormYear = 2020,
        Standing = Standing("open"),
        FirstReportedAt = new DateTimeOffset(2020, 10, 12, 9, 0, 0, TimeSpan.FromHours(8)),
        ReportedBy = "town",
        Officer = "clerk-1",
        EscalateAtHours = [24, 48, 72],
        PlaceWithinHours = 72,
        Policy = "test/0",
    });

    public PublishedFact Escalated(int stage, bool breach = false) => Fact(EventTypes.CaseEscalated, new CaseEscalated
    {
        Case = Case,
        Laborer = Laborer,
        FormYear = 2020,
        Standing = Standing("open") with { Stage = stage, Breach = breach },
        DueAt = new DateTimeOffset(2020, 10, 12, 9, 0, 0, TimeSpan.FromHours(8)).AddHours(stage),
    });

    public PublishedFact HandedOver(string town) => Fact(EventTypes.CaseHandedOver, new CaseHandedOver
    {
        Case = Case,
        Laborer = Laborer,
        FormYear = 2020,
        Standing = Standing("open") with { Town = town, Village = null },
        FromTown = Town,
        Officer = "clerk-1",
    });

    public PublishedFact Closed(string state, bool? inTime = null, bool breach = false) => Fact(EventTypes.CaseClosed, new CaseClosed
    {
        Case = Case,
        Laborer = Laborer,
        FormYear = 2020,
        Standing = Standing(state) with { InTime = inTime, Breach = breach },
        Officer = "clerk-1",
    });

    private CaseStanding Standing(string state) => new() { State = state, Town = Town, Village = $"{Town}200", NotPicky = true, Stage = 0, Breach = false };

    private PublishedFact Fact(string type, CaseEvent data) => new($"case-{Case}", type, data);
}
