using System.Collections.Immutable;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;

namespace Guzhang.Testing;

/// <summary>Events of Collection about one person, who works outside the province and meets the standard unless a test says otherwise.</summary>
public sealed record Person(Guid Laborer)
{
    public string Town { get; init; } = "433126101";
    public string Village { get; init; } = "433126101005";
    public string Collector { get; init; } = "collector-1";

    /// <summary>What the form says.</summary>
    public FormFacts Facts { get; init; } = Away("out-of-province");

    public ImmutableArray<Warning> Warnings { get; init; } = [];

    private string Aggregate => $"laborer-{Laborer}";

    public static Person New() => new(Guid.NewGuid());

    /// <summary>At work now: six months and 20000 yuan in the year window.</summary>
    public static FormFacts Away(string place) => new()
    {
        Status = "normal",
        Verification = "verified",
        Working = true,
        Ability = "ordinary",
        SkillLevel = "none",
        Age = 40,
        MonthsWorked = 6,
        AnnualIncome = 20000,
        WorkplaceClass = place,
        EmploymentForm = "unit",
        Industry = "general-worker",
    };

    /// <summary>At home now; six months and 20000 yuan earned before.</summary>
    public static FormFacts Home(string? placeBefore = null) => Away("out-of-province") with
    {
        Working = false,
        WorkplaceClass = null,
        EmploymentForm = null,
        Industry = null,
        NotWorkingType = "lost-work",
        Returned = placeBefore is not null,
        WorkplaceBeforeClass = placeBefore,
    };

    public PublishedFact Submitted(int version = 1, int year = 2020) => new(Aggregate, EventTypes.FormSubmitted, new FormSubmitted
    {
        Laborer = Laborer,
        FormYear = year,
        FormVersion = version,
        Follows = version == 1 ? null : version - 1,
        Town = Town,
        Village = Village,
        Means = "visit",
        Facts = Facts,
        Warnings = Warnings,
        Collector = Collector,
        ChangedFields = version == 1 ? [] : ["annualIncome"],
    });

    public PublishedFact Confirmed(int version = 1, Guid? decision = null, string officer = "officer-1", int year = 2020) =>
        new(Aggregate, EventTypes.FormConfirmed, new FormConfirmed
        {
            Laborer = Laborer,
            FormYear = year,
            FormVersion = version,
            Town = Town,
            Village = Village,
            Facts = Facts,
            Warnings = Warnings,
            Collector = Collector,
            Officer = officer,
            Decision = decision ?? Guid.NewGuid(),
        });

    public PublishedFact Returned(int version = 1, Guid? decision = null, string officer = "officer-1", int year = 2020) =>
        new(Aggregate, EventTypes.FormReturned, new FormReturned
        {
            Laborer = Laborer,
            FormYear = year,
            FormVersion = version,
            Town = Town,
            Officer = officer,
            Reasons = ["income-unproven"],
            Decision = decision ?? Guid.NewGuid(),
        });

    public PublishedFact Outdated(int decided, int current, Guid decision, string officer = "officer-1") =>
        new(Aggregate, EventTypes.ConfirmationOutdated, new ConfirmationOutdated
        {
            Laborer = Laborer,
            DecidedVersion = decided,
            CurrentVersion = current,
            Town = Town,
            Officer = officer,
            Decision = decision,
        });

    public PublishedFact Refused(string rule, Guid decision, int version = 1, string officer = "officer-1") =>
        new(Aggregate, EventTypes.ConfirmationRefused, new ConfirmationRefused
        {
            Laborer = Laborer,
            FormVersion = version,
            Town = Town,
            Officer = officer,
            Rule = rule,
            Decision = decision,
        });
}

/// <summary>Events of Collection about a row that was refused.</summary>
public sealed record RefusedRow(Guid Refusal)
{
    public string? Town { get; init; } = "433126101";
    public int Row { get; init; } = 2;

    private string Aggregate => $"refusal-{Refusal}";

    public static RefusedRow New() => new(Guid.NewGuid());

    public PublishedFact Refused(int? year = 2020) => new(Aggregate, EventTypes.RowRefused, new RowRefused
    {
        Refusal = Refusal,
        Import = Guid.NewGuid(),
        Row = Row,
        FormYear = year,
        Town = Town,
        Broken = [new Warning("F01", "residentId")],
    });

    public PublishedFact Resolved() => new(Aggregate, EventTypes.RefusalResolved, new RefusalResolved { Refusal = Refusal, Town = Town });
}
