namespace Guzhang.Contracts.OtherSystems;

/// <summary>
/// What other systems are promised, as documents: an AsyncAPI 3 description and a JSON Schema per event type. They are made
/// from the records and kept beside them (Schemas/); Contracts.Tests hold one against the other.
/// </summary>
public static class EventContracts
{
    /// <summary>The AsyncAPI document, JSON.</summary>
    public static string AsyncApi { get; } = Read("asyncapi.json")!;

    /// <summary>The JSON Schema of an event type's data; nothing for a type that there is not.</summary>
    public static string? Schema(string type) => EventTypes.All.ContainsKey(type) ? Read($"{type}.schema.json") : null;

    private static string? Read(string name)
    {
        using var stream = typeof(EventContracts).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
