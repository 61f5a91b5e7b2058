using Guzhang.Contracts.Collection;
using Guzhang.Domain;

namespace Guzhang.Reporting.People;

/// <summary>What is known now about one person and form year: the newest of each key.</summary>
public sealed record PersonFacts(FormSubmitted Form, FormConfirmed? Confirmed, FormReturned? Returned)
{
    /// <summary>The last confirmed form of the year with a section 2, for someone who is at home now.</summary>
    public FormFacts? LastAway { get; init; }
}

/// <summary>A person's place in the dispatch table (docs/dispatch-table.md). Category, place and work are there once confirmed.</summary>
public sealed record PersonRow
{
    public required Guid Laborer { get; init; }
    public required int FormYear { get; init; }
    public required int FormVersion { get; init; }
    public required string Town { get; init; }
    public string? Village { get; init; }
    public required string State { get; init; }
    public required bool Warned { get; init; }
    public string? Category { get; init; }
    public string? Place { get; init; }
    public bool? WorkingNow { get; init; }

    /// <summary>Pure: what the facts say under a policy.</summary>
    public static PersonRow From(PersonFacts facts, CountingPolicy policy)
    {
        var form = facts.Form;
        var row = new PersonRow
        {
            Laborer = form.Laborer,
            FormYear = form.FormYear,
            FormVersion = form.FormVersion,
            Town = form.Town,
            Village = form.Village,
            State = facts.Returned?.FormVersion == form.FormVersion ? "returned" : "awaiting",
            Warned = form.Warnings.Count > 0,
        };
        if (facts.Confirmed is not { } confirmed)
        {
            return row;
        }

        var counted = Counting.Decide(Facts(confirmed.Facts, facts.LastAway), policy);
        return row with
        {
            State = "confirmed",
            Category = Text(counted.Category),
            Place = Text(counted.Place),
            WorkingNow = counted.WorkingNow,
        };
    }

    private static CountingFacts Facts(FormFacts form, FormFacts? lastAway) => new()
    {
        Status = form.Status,
        Verification = form.Verification,
        Working = form.Working,
        MonthsWorked = form.MonthsWorked,
        AnnualIncome = form.AnnualIncome,
        EmploymentForm = form.EmploymentForm,
        Industry = form.Industry,
        WorkplaceClass = form.WorkplaceClass,
        NotWorkingType = form.NotWorkingType,
        WorkplaceBeforeClass = form.WorkplaceBeforeClass,
        LastWork = lastAway is null ? null : new LastWork(lastAway.EmploymentForm, lastAway.Industry, lastAway.WorkplaceClass),
    };

    private static string Text(CountingCategory category) => category switch
    {
        CountingCategory.Counted => "counted",
        CountingCategory.Lead => "lead",
        CountingCategory.SelfEmployed => "self-employed",
        CountingCategory.BelowStandard => "below-standard",
        _ => "other",
    };

    private static string Text(CountingPlace place) => place switch
    {
        CountingPlace.InCounty => "in-county",
        CountingPlace.OutOfProvince => "out-of-province",
        _ => "out-of-county-in-province",
    };
}
