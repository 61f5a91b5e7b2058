using System.Globalization;
using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.Contracts.OtherSystems;
using Guzhang.Journal;
using RabbitMQ.Client;

namespace Guzhang.Messaging.OtherSystems;

/// <summary>
/// A published event as one AMQP message, in the binary mode of the AMQP binding of CloudEvents 1.0: the body is the
/// event's data, plain JSON; the attributes are headers named <c>cloudEvents:…</c>. Numbers and texts only, which any
/// client of any language reads.
/// </summary>
internal static class EventMessage
{
    public const string Prefix = "cloudEvents:";

    /// <param name="published">the event</param>
    /// <param name="after">
    /// the position up to which all was sent before: whoever has read the messages so far misses nothing in the journal from
    /// there on. The event's own position would not do, since messages of one page may overtake each other.
    /// </param>
    public static (string RoutingKey, BasicProperties Properties, ReadOnlyMemory<byte> Body) Of(PublishedEvent published, Position after)
    {
        var headers = new Dictionary<string, object?>
        {
            [$"{Prefix}specversion"] = "1.0",
            [$"{Prefix}id"] = published.Id.ToString(),
            [$"{Prefix}type"] = published.Type,
            [$"{Prefix}source"] = published.Source,
            [$"{Prefix}subject"] = published.Aggregate,
            [$"{Prefix}time"] = Time(published.RecordedAt),
            [$"{Prefix}storedat"] = Time(published.StoredAt),
            [$"{Prefix}seq"] = published.Seq,
            [$"{Prefix}checkpoint"] = after.ToString(),
        };
        if (published.Town is { } town)
        {
            headers[$"{Prefix}town"] = town;
        }

        if (published.TraceParent is { } trace)
        {
            headers[$"{Prefix}traceparent"] = trace;
        }

        var properties = new BasicProperties
        {
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = published.Id.ToString(),
            Type = published.Type,
            Headers = headers,
        };
        return (EventRouting.Key(published), properties, JsonSerializer.SerializeToUtf8Bytes(published.Data, ContractJson.Options));
    }

    /// <summary>RFC 3339, as the JSON of the journal has it.</summary>
    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);
}
