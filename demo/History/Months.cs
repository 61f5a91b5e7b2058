using Guzhang.Demo.Generation;

namespace Guzhang.Demo.History;

/// <summary>
/// October to December 2020: the initial collection, then what each month brings. The same for the same county on every
/// machine. Moments lie so that what must be within 72 hours is half an hour clear of the limit or more, on either side.
/// </summary>
public static class Months
{
    /// <summary>When the initial collection comes in.</summary>
    public static DateTimeOffset Start { get; } = At(10, 12, 9, 0);

    /// <summary>Until when a load that was broken off in the initial collection can go on: later the first follow-ups would be late.</summary>
    public static DateTimeOffset Resumable { get; } = At(10, 12, 10, 0);

    /// <summary>Everything that happens, in order; the first is the initial collection.</summary>
    public static IReadOnlyList<Moment> Of(IReadOnlyList<MadeRow> october, ulong seed = County.DefaultSeed)
    {
        var plot = new Plot(seed + 1);
        plot.Then(new Moment(Start) { Workbook = october, Session = new Session(new Dictionary<string, Verdict>(), ByPlan: true) });
        var leaving = October.Play(plot);
        var back = November.Play(plot, leaving);
        December.Play(plot, back);
        return plot.Moments;
    }

    /// <summary>A moment of 2020 in China.</summary>
    public static DateTimeOffset At(int month, int day, int hour, int minute) => new(2020, month, day, hour, minute, 0, TimeSpan.FromHours(8));
}
