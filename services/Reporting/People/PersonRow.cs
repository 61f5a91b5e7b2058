using Guzhang.Domain;

namespace Guzhang.Reporting.People;

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

    /// <summary>Pure: what the facts say under a policy, of somebody who has a form.</summary>
    public static PersonRow From(PersonFacts facts, CountingPolicy policy)
    {
        var row = new PersonRow
        {
            Laborer = facts.Laborer,
            FormYear = facts.FormYear,
            FormVersion = facts.FormVersion,
            Town = facts.Town,
            Village = facts.Village,
            State = facts.ReturnedVersion == facts.FormVersion ? "returned" : "awaiting",
            Warned = facts.Warned,
        };
        if (facts.Confirmed is not { } confirmed)
        {
            return row;
        }

        var counted = Counting.Decide(confirmed with { LastWork = facts.LastAway }, policy);
        return row with
        {
            // Where the confirmed version says, until another is confirmed: nobody has confirmed a move.
            Town = facts.ConfirmedTown,
            Village = facts.ConfirmedVillage,
            State = "confirmed",
            Category = Text(counted.Category),
            Place = Text(counted.Place),
            WorkingNow = counted.WorkingNow,
        };
    }

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
