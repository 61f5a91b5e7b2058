using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.JobMatching;

namespace Guzhang.JobMatching.Cases;

/// <summary>Events of cases by their names. They are stored as they are published.</summary>
internal static class CaseEvents
{
    public static string Stream(Guid @case) => $"case-{@case}";

    public static string TypeOf(CaseEvent e) => e switch
    {
        CaseOpened => EventTypes.CaseOpened,
        CaseEscalated => EventTypes.CaseEscalated,
        CaseLogged => EventTypes.CaseLogged,
        CaseHandedOver => EventTypes.CaseHandedOver,
        CaseClosed => EventTypes.CaseClosed,
        _ => throw new ArgumentException($"no name for {e.GetType().Name}", nameof(e)),
    };

    /// <summary>The event of that name; null where the name is none of a case's.</summary>
    public static CaseEvent? Read(string type, JsonElement data) => type switch
    {
        EventTypes.CaseOpened => data.Deserialize<CaseOpened>(ContractJson.Options),
        EventTypes.CaseEscalated => data.Deserialize<CaseEscalated>(ContractJson.Options),
        EventTypes.CaseLogged => data.Deserialize<CaseLogged>(ContractJson.Options),
        EventTypes.CaseHandedOver => data.Deserialize<CaseHandedOver>(ContractJson.Options),
        EventTypes.CaseClosed => data.Deserialize<CaseClosed>(ContractJson.Options),
        _ => null,
    };

    public static string Json(CaseEvent e) => JsonSerializer.Serialize(e, e.GetType(), ContractJson.Options);
}
