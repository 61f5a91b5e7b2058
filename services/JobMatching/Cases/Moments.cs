using Guzhang.Journal.Clock;

namespace Guzhang.JobMatching.Cases;

/// <summary>Business time to the microsecond, as the database keeps it: a case says the same before and after it was stored.</summary>
internal static class Moments
{
    /// <summary>Now.</summary>
    public static DateTimeOffset Moment(this BusinessClock clock)
    {
        var now = clock.GetLocalNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
