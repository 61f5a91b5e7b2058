namespace Guzhang.Contracts.OtherSystems;

/// <summary>Where other systems find events on the broker: a durable topic exchange per publishing service, a stream per subscriber.</summary>
public static class EventRouting
{
    /// <summary>Last part of the routing key of an event that belongs to no town.</summary>
    public const string NoTown = "county";

    /// <summary>The topic exchange of a service; only that service may write to it.</summary>
    public static string Exchange(string source) => $"guzhang.{source}.events";

    /// <summary>Type (four words) and town: <c>guzhang.laborer.form-confirmed.v1.433126101</c>.</summary>
    public static string Key(PublishedEvent published) => $"{published.Type}.{published.Town ?? NoTown}";
}
