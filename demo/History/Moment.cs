namespace Guzhang.Demo.History;

/// <summary>What the task force does with a form that waits.</summary>
public enum Verdict
{
    Confirm,
    Return,
    Leave,
}

/// <summary>
/// What happens at one moment of business time, in this order: a workbook comes in, the task force decides on what waits,
/// reports are made, work is started, follow-ups end without work, people are erased. People are named by their ID numbers.
/// </summary>
public sealed record Moment(DateTimeOffset At)
{
    /// <summary>The month (<c>2020-11</c>) whose dispatch table is taken when this is done.</summary>
    public string? Closes { get; init; }

    public IReadOnlyList<MadeRow> Workbook { get; init; } = [];

    /// <summary>Null where the task force does not sit.</summary>
    public Session? Session { get; init; }

    public IReadOnlyList<Report> Reports { get; init; } = [];

    public IReadOnlyList<Start> Starts { get; init; } = [];

    public IReadOnlyList<End> Ends { get; init; } = [];

    /// <summary>Whose personal data is erased. No figure changes by it (COL-15).</summary>
    public IReadOnlyList<string> Erased { get; init; } = [];

    public DateOnly Today => DateOnly.FromDateTime(At.DateTime);
}

/// <summary>A sitting of the task force: confirms whatever waits, except for these people, and for the villages of the plan.</summary>
/// <param name="Except">by ID number</param>
/// <param name="ByPlan">the villages of <see cref="ConfirmationPlan"/> are dealt with by it</param>
public sealed record Session(IReadOnlyDictionary<string, Verdict> Except, bool ByPlan = false)
{
    /// <summary>On one form, seen from the village that looks after the household.</summary>
    public Verdict On(string? person, string village) =>
        person is not null && Except.TryGetValue(person, out var verdict) ? verdict
        : !ByPlan ? Verdict.Confirm
        : ConfirmationPlan.ReturnedVillages.Contains(village) ? Verdict.Return
        : village == ConfirmationPlan.WaitingVillage ? Verdict.Leave
        : Verdict.Confirm;
}

/// <summary>
/// Somebody says that a person is home, out of work and willing. <paramref name="By"/>: <c>town</c>, <c>work-team</c>,
/// <c>collector</c> or <c>person</c>.
/// </summary>
public sealed record Report(string Person, string By, bool NotPicky, DateOnly ReturnedOn, DateOnly OutOfWorkSince);

/// <summary>Evidence of starting work: <c>employer-confirmation</c>, <c>contract</c> or <c>organised-trip</c>.</summary>
public sealed record Start(string Person, string Evidence, DateOnly On);

/// <summary>The end of a follow-up without work: <c>refused</c> or <c>no-wish</c>.</summary>
public sealed record End(string Person, string Reason);
