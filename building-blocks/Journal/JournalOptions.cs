using System.Text.Json;
using Guzhang.Contracts;

namespace Guzhang.Journal;

/// <summary>What a service says of its own journal.</summary>
/// <param name="Source">The service's name, for example <c>collection</c>.</param>
/// <param name="Publish">Pure: what others see of a stored event that has a seq. Throws <see cref="UnknownEventTypeException"/> for a type this version doesn't know.</param>
public sealed record JournalOptions(string Source, Func<StoredEvent, PublishedBody> Publish)
{
    /// <summary>
    /// How long committed events may wait for an older transaction before an alarm says so; the setting
    /// <c>Journal:StallPatience</c> (hh:mm:ss). Transactions that write stay under a second.
    /// </summary>
    public TimeSpan StallPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For services whose stored events are already what others may see.</summary>
    public static PublishedBody AsStored(StoredEvent stored) =>
        EventTypes.All.ContainsKey(stored.Type)
            ? new PublishedBody(stored.Type, JsonElement.Parse(stored.Data))
            : throw new UnknownEventTypeException(stored.Type);

    /// <summary>The published form of a stored event, or nothing where it is private.</summary>
    public PublishedEvent? ToPublished(StoredEvent stored)
    {
        if (stored.Seq is not { } seq)
        {
            return null;
        }

        var body = Publish(stored);
        return new PublishedEvent
        {
            Id = stored.Id,
            Source = Source,
            Type = body.Type,
            Aggregate = stored.Stream,
            Seq = seq,
            Position = stored.Position.ToString(),
            RecordedAt = stored.RecordedAt,
            StoredAt = stored.StoredAt,
            TraceParent = stored.TraceParent,
            Data = body.Data,
        };
    }
}

/// <summary>Published type and facts.</summary>
public sealed record PublishedBody(string Type, JsonElement Data);

/// <summary>An event written by a newer version of this service: this copy must not publish past it.</summary>
public sealed class UnknownEventTypeException(string type) : Exception($"unknown event type '{type}'");
