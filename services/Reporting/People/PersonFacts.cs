using Guzhang.Contracts.Collection;
using Guzhang.Domain;

namespace Guzhang.Reporting.People;

/// <summary>What is known now about one person and form year, as far as the dispatch table asks: the newest of each key.</summary>
public sealed record PersonFacts(Guid Laborer, int FormYear)
{
    /// <summary>The newest form's; 0 where there is none (yet).</summary>
    public int FormVersion { get; init; }

    public string Town { get; init; } = "";
    public string? Village { get; init; }
    public bool Warned { get; init; }

    /// <summary>The version that was returned last.</summary>
    public int? ReturnedVersion { get; init; }

    /// <summary>The last confirmed form.</summary>
    public CountingFacts? Confirmed { get; init; }

    /// <summary>Where the last confirmed form says; empty where there is none.</summary>
    public string ConfirmedTown { get; init; } = "";

    public string? ConfirmedVillage { get; init; }

    /// <summary>The last confirmed form of the year with a section 2; looked at for someone who is at home.</summary>
    public LastWork? LastAway { get; init; }

    /// <summary>Pure: after a newer form, confirmation or return. Of different keys the order doesn't matter.</summary>
    public PersonFacts After(object said) => said switch
    {
        FormSubmitted form => this with
        {
            FormVersion = form.FormVersion,
            Town = form.Town,
            Village = form.Village,
            Warned = form.Warnings.Count > 0,
        },
        FormConfirmed { Facts: var facts } confirmed => this with
        {
            Confirmed = Counted(facts),
            ConfirmedTown = confirmed.Town,
            ConfirmedVillage = confirmed.Village,
            LastAway = facts.Working ? Work(facts) : LastAway,
        },
        FormReturned returned => this with { ReturnedVersion = returned.FormVersion },
        _ => throw new ArgumentException($"{said.GetType().Name} says nothing about a form", nameof(said)),
    };

    /// <summary>A form's section 2.</summary>
    public static LastWork Work(FormFacts form) => new(form.EmploymentForm, form.Industry, form.WorkplaceClass);

    private static CountingFacts Counted(FormFacts form) => new()
    {
        Status = form.Status,
        Verification = form.Verification,
        Ability = form.Ability,
        Working = form.Working,
        MonthsWorked = form.MonthsWorked,
        AnnualIncome = form.AnnualIncome,
        EmploymentForm = form.EmploymentForm,
        Industry = form.Industry,
        WorkplaceClass = form.WorkplaceClass,
        NotWorkingType = form.NotWorkingType,
        WorkplaceBeforeClass = form.WorkplaceBeforeClass,
    };
}
