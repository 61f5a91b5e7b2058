using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Journal;

namespace Guzhang.Collection.Laborers;

/// <summary>
/// Events as this service stores them. A form's event holds what others may see beside the sealed whole form; every other
/// event is stored as it is published. Names map to types here and nowhere else; they never change once written.
/// </summary>
internal static class LaborerEvents
{
    public const string FormSubmitted = "form-submitted";
    public const string FormConfirmed = "form-confirmed";
    public const string FormReturned = "form-returned";
    public const string ConfirmationOutdated = "confirmation-outdated";
    public const string ConfirmationRefused = "confirmation-refused";
    /// <summary>Never published: others hold ids and facts, which stay.</summary>
    public const string LaborerErased = "laborer-erased";

    public const string RowRefused = "row-refused";
    public const string RefusalResolved = "refusal-resolved";
    public const string ClockSet = "clock-set";

    private static readonly Dictionary<string, string> Published = new()
    {
        [FormConfirmed] = EventTypes.FormConfirmed,
        [FormReturned] = EventTypes.FormReturned,
        [ConfirmationOutdated] = EventTypes.ConfirmationOutdated,
        [ConfirmationRefused] = EventTypes.ConfirmationRefused,
        [RowRefused] = EventTypes.RowRefused,
        [RefusalResolved] = EventTypes.RefusalResolved,
        [ClockSet] = EventTypes.ClockSet,
    };

    /// <summary>Pure: what others see of a stored event.</summary>
    public static PublishedBody Publish(StoredEvent stored)
    {
        var data = JsonElement.Parse(stored.Data);
        return stored.Type == FormSubmitted ? new PublishedBody(EventTypes.FormSubmitted, data.GetProperty("facts"))
            : Published.TryGetValue(stored.Type, out var type) ? new PublishedBody(type, data)
            : throw new UnknownEventTypeException(stored.Type);
    }

    public static string Stream(Guid laborer) => $"laborer-{laborer}";

    public static NewEvent New<T>(Guid id, string type, T data) => new(id, type, JsonSerializer.Serialize(data, ContractJson.Options));
}

/// <summary>A form as stored: the facts others may see, and the whole form under the person's key.</summary>
internal sealed record StoredForm(FormSubmitted Facts, byte[] Sealed);
