using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guzhang.Contracts;

/// <summary>
/// One event as a service shows it to others: in a broker message, and as one line of <c>GET /journal</c>.
/// It carries no personal data (form.md, "What may leave Collection").
/// </summary>
public sealed record PublishedEvent
{
    /// <summary>Unique for ever; a duplicate is told by it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The service that published it: <c>collection</c>, <c>verification</c>, …</summary>
    public required string Source { get; init; }

    /// <summary>For example <c>guzhang.laborer.form-confirmed.v1</c>; see <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The stream it belongs to within its source, for example <c>laborer-{id}</c>. Order is kept per aggregate.</summary>
    public required string Aggregate { get; init; }

    /// <summary>Dense counter of published events of this source and aggregate, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary>Where it stands in the source's journal: opaque, comparable only by that source.</summary>
    public string? Position { get; init; }

    /// <summary>When it happened, by the business clock (China time).</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it was stored, by the real clock; lag is measured from here.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>W3C trace context of the command that caused it.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The event's own facts, shaped as the record that <see cref="EventTypes"/> names.</summary>
    public required JsonElement Data { get; init; }

    /// <summary>The town that it belongs to, 9 digits: the facts' own, or that of how a case stands; nothing where there is none.</summary>
    [JsonIgnore]
    public string? Town => Of(Data) ?? (Data.ValueKind == JsonValueKind.Object && Data.TryGetProperty("standing", out var standing) ? Of(standing) : null);

    /// <summary>Reads <see cref="Data"/> as <typeparamref name="T"/>.</summary>
    /// <exception cref="JsonException">The data does not have the shape of the type.</exception>
    public T Read<T>() => Data.Deserialize<T>(ContractJson.Options)
        ?? throw new JsonException($"{Type} {Id}: empty data");

    private static string? Of(JsonElement facts) =>
        facts.ValueKind == JsonValueKind.Object && facts.TryGetProperty("town", out var town) ? town.GetString() : null;
}

/// <summary>What the relay sends: events of one partition, in journal order, one on a quiet day, up to 200 under load.</summary>
public sealed record EventBatch
{
    /// <summary>The publishing service.</summary>
    public required string Source { get; init; }

    /// <summary>Hash of the aggregate modulo the number of partitions.</summary>
    public required int Partition { get; init; }

    /// <summary>In journal order.</summary>
    public required IReadOnlyList<PublishedEvent> Events { get; init; }
}
