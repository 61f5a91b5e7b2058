namespace Guzhang.Subsidy.Policy;

/// <summary>A scheme of subsidies for persons (SUB-01).</summary>
/// <param name="Id">name in events, addresses and the ledger; never changed</param>
/// <param name="Name">as the plan has it</param>
/// <param name="Column">of the dispatch table: who qualifies</param>
/// <param name="Clause">of the plan</param>
/// <param name="Approver">role that approves</param>
/// <param name="Documents">to be handed in</param>
/// <param name="Terms">conditions by the date of the form; they don't overlap</param>
/// <param name="Amounts">amounts by day; none for a day means that nothing can be paid on it</param>
public sealed record Scheme(
    string Id, string Name, SchemeColumn Column, string Clause, string Approver, IReadOnlyList<string> Documents, IReadOnlyList<Term> Terms,
    IReadOnlyList<Amount> Amounts)
{
    /// <summary>The conditions for a form of that day; null where the scheme was not in force.</summary>
    public Term? TermAt(DateOnly day) => Terms.FirstOrDefault(t => t.Covers(day));

    /// <summary>Yuan for one person on that day; null where no amount is set.</summary>
    public decimal? YuanAt(DateOnly day) => Amounts.FirstOrDefault(a => a.Covers(day))?.Yuan;

    /// <summary>A scheme that the policy no longer has: in force on no day.</summary>
    internal static Scheme Gone(string id) => new(id, id, new SchemeColumn("", ""), "", "", [], [], []);
}

/// <summary>Reporting's column of a scheme, which Reporting reads from the same file: name in JSON and printed title.</summary>
public sealed record SchemeColumn(string Key, string Title);

/// <summary>A range of days, both included; without an end it goes on.</summary>
public abstract record Validity(DateOnly From, DateOnly? To)
{
    public bool Covers(DateOnly day) => day >= From && (To is null || day <= To);
}

/// <summary>The conditions in force for forms of these days: all have to be met.</summary>
public sealed record Term(DateOnly From, DateOnly? To, IReadOnlyList<Condition> Conditions) : Validity(From, To);

/// <summary>The amount on these days.</summary>
public sealed record Amount(DateOnly From, DateOnly? To, decimal Yuan) : Validity(From, To);
