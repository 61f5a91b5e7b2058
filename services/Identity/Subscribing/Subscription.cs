using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guzhang.Contracts;
using Guzhang.Contracts.OtherSystems;

namespace Guzhang.Identity.Subscribing;

/// <summary>What another system may see, where it finds it, and the hash that the broker knows its secret by.</summary>
internal sealed partial record Subscription(EventGrant Grant, string Queue, string BrokerHash)
{
    private const string QueueProperty = "queue";
    private const string HashProperty = "broker_hash";

    /// <summary>A new one, with a stream of its own: under a grant that has changed nothing older may be read.</summary>
    public static Subscription Make(string id, EventGrant grant, string brokerHash) =>
        new(grant, $"{SubscriberBroker.UserOf(id)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}", brokerHash);

    /// <summary>RabbitMQ's salted hash: base64 of four bytes of salt and SHA-256 of salt and password.</summary>
    public static string Hash(string secret)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(secret)])]);
    }

    /// <summary>What is wrong with a wish for types and towns, or the grant.</summary>
    public static (EventGrant? Grant, string? Fault) Decide(IReadOnlyList<string>? types, IReadOnlyList<string>? towns, IReadOnlySet<string> known) =>
        types is not { Count: > 0 } || towns is not { Count: > 0 }
            ? (null, "types（事件类型）和 towns（乡镇代码）都要给出；“*”表示全部。")
        : types.FirstOrDefault(type => type != EventGrant.Everything && !EventTypes.All.ContainsKey(type)) is { } type
            ? (null, $"没有事件类型“{type}”；现有：{string.Join("、", EventTypes.All.Keys)}。")
        : towns.FirstOrDefault(town => town != EventGrant.Everything && !known.Contains(town)) is { } town
            ? (null, $"本县没有代码为“{town}”的乡镇；现有：{string.Join("、", known.Order(StringComparer.Ordinal))}。")
            : (new EventGrant(types, towns), null);

    /// <summary>Reads what <see cref="WriteTo"/> wrote; nothing for a client that is no subscriber.</summary>
    public static Subscription? Of(IReadOnlyDictionary<string, JsonElement> properties)
    {
        return Text(QueueProperty) is { } queue
            ? new Subscription(EventGrant.Parse(Text(EventGrant.TypesClaim), Text(EventGrant.TownsClaim)), queue, Text(HashProperty)!)
            : null;

        string? Text(string name) => properties.TryGetValue(name, out var value) ? value.GetString() : null;
    }

    /// <summary>Keeps it with the client.</summary>
    public void WriteTo(IDictionary<string, JsonElement> properties)
    {
        foreach (var (name, value) in new[] { (EventGrant.TypesClaim, Grant.Types), (EventGrant.TownsClaim, Grant.Towns), (QueueProperty, Queue), (HashProperty, BrokerHash) })
            properties[name] = JsonSerializer.SerializeToElement(value);
    }

    /// <summary>Ids of subscribers: also names of a broker's user and stream.</summary>
    [GeneratedRegex("^[a-z0-9][a-z0-9-]{2,39}$")]
    public static partial Regex Id();
}
