using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Journal;

namespace Guzhang.Collection.Laborers;

/// <summary>What the newest form of a laborer has come to.</summary>
internal enum FormState
{
    /// <summary>Nothing on record.</summary>
    None,

    /// <summary>Submitted, the task force has not answered.</summary>
    Awaiting,

    /// <summary>Returned with reasons.</summary>
    Returned,

    /// <summary>Confirmed by the task force.</summary>
    Confirmed,
}

/// <summary>A laborer as folded from the stream: just what decisions need.</summary>
internal sealed record Laborer
{
    public static Laborer Nobody { get; } = new();

    /// <summary>Events in the stream so far: the expected version of the next append.</summary>
    public long StreamVersion { get; init; }

    public FormSubmitted? Form { get; init; }
    public Guid FormEvent { get; init; }
    public byte[] Sealed { get; init; } = [];
    public FormState State { get; init; }

    /// <summary>Whether a form so far tells of work: section 2, months worked or ticked.</summary>
    public bool HasWorked { get; init; }

    /// <summary>Form year and class of the workplace (null: not given) of the last confirmed section 2.</summary>
    public (int FormYear, string? Place)? LastAway { get; init; }

    /// <summary>Decisions of Verification that were answered: a repeated one yields nothing.</summary>
    public IReadOnlySet<Guid> Answered { get; init; } = new HashSet<Guid>();

    public static Laborer Fold(IEnumerable<StoredEvent> events) => events.Aggregate(Nobody, Evolve);

    /// <summary>Pure: the state after one more event.</summary>
    public static Laborer Evolve(Laborer state, StoredEvent e)
    {
        state = state with { StreamVersion = e.Version };
        return e.Type switch
        {
            LaborerEvents.FormSubmitted => state.With(e, ReadForm(e)),
            LaborerEvents.FormConfirmed => state.Confirmed(Read<FormConfirmed>(e)),
            LaborerEvents.FormReturned => state.After(Read<FormReturned>(e).Decision) with { State = FormState.Returned },
            LaborerEvents.ConfirmationOutdated => state.After(Read<ConfirmationOutdated>(e).Decision),
            LaborerEvents.ConfirmationRefused => state.After(Read<ConfirmationRefused>(e).Decision),
            LaborerEvents.LaborerErased => state,
            _ => throw new UnknownEventTypeException(e.Type),
        };
    }

    private Laborer With(StoredEvent e, StoredForm form) =>
        this with
        {
            Form = form.Facts,
            Sealed = form.Sealed,
            FormEvent = e.Id,
            State = FormState.Awaiting,
            HasWorked = HasWorked || form.Facts.Facts is { Working: true } or { MonthsWorked: > 0 } or { WorkMonths.Count: > 0 },
        };

    private Laborer Confirmed(FormConfirmed confirmed) => After(confirmed.Decision) with
    {
        State = FormState.Confirmed,
        LastAway = confirmed.Facts.Working ? (confirmed.FormYear, confirmed.Facts.WorkplaceClass) : LastAway,
    };

    private Laborer After(Guid decision) => this with { Answered = new HashSet<Guid>(Answered) { decision } };

    /// <summary>A sealed part that was cut so that it is no base64 any more doesn't open, as any that was cut; the facts beside it stand.</summary>
    private static StoredForm ReadForm(StoredEvent e)
    {
        try
        {
            return Read<StoredForm>(e);
        }
        catch (JsonException)
        {
            return new StoredForm(JsonElement.Parse(e.Data).GetProperty("facts").Deserialize<FormSubmitted>(ContractJson.Options)!, []);
        }
    }

    private static T Read<T>(StoredEvent e) => JsonSerializer.Deserialize<T>(e.Data, ContractJson.Options)!;
}
