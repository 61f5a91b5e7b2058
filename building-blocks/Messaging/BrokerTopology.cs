using System.Globalization;

namespace Guzhang.Messaging;

/// <summary>Names of what lies on the broker: one direct exchange per publishing service, one queue per consumer and partition.</summary>
public static class BrokerTopology
{
    /// <summary>Where a service's relay sends; the routing key is the partition.</summary>
    public static string Exchange(string source) => $"guzhang.{source}";

    /// <summary>One quorum queue with a single active consumer.</summary>
    public static string Queue(string consumer, int partition) => string.Create(CultureInfo.InvariantCulture, $"{consumer}.{partition}");

    /// <summary>Routing key of a partition.</summary>
    public static string Key(int partition) => partition.ToString(CultureInfo.InvariantCulture);
}
