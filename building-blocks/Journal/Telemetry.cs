using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Guzhang.Journal;

/// <summary>Spans and figures of journal, relay and inbox; names are what the operations guide speaks of.</summary>
internal static class Telemetry
{
    public const string Name = "Guzhang.Journal";

    public static ActivitySource Spans { get; } = new(Name);

    private static readonly Meter Meter = new(Name);

    public static Counter<long> Relayed { get; } = Meter.CreateCounter<long>("guzhang.relay.events", "events", "published and confirmed");

    public static Histogram<double> RelayLag { get; } = Meter.CreateHistogram("guzhang.relay.lag", "s", "stored to published and confirmed", advice: Seconds());

    public static Counter<long> Applied { get; } = Meter.CreateCounter<long>("guzhang.inbox.applied", "events");

    public static Counter<long> Dropped { get; } = Meter.CreateCounter<long>("guzhang.inbox.dropped", "events", "seen before");

    public static Counter<long> Fetched { get; } = Meter.CreateCounter<long>("guzhang.inbox.fetched", "events", "read from the source's journal to fill a gap");

    public static Counter<long> Parked { get; } = Meter.CreateCounter<long>("guzhang.inbox.parked", "events");

    public static UpDownCounter<long> Standing { get; } = Meter.CreateUpDownCounter<long>("guzhang.delivery.standing", null, "relay, queues and comparisons that stand still at the moment");

    public static Histogram<double> Lag { get; } = Meter.CreateHistogram("guzhang.inbox.lag", "s", "stored there to applied here", advice: Seconds());

    /// <summary>A quiet day's lag is some milliseconds: a listener's own steps begin with five seconds.</summary>
    private static InstrumentAdvice<double> Seconds() => new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };

    /// <summary>Opens a span that continues the event's own trace; nothing where nobody listens.</summary>
    public static Activity? Start(string name, ActivityKind kind, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent)
            ? Spans.StartActivity(name, kind, parent)
            : Spans.StartActivity(name, kind);
}
