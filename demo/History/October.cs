using Guzhang.Demo.Answers;

namespace Guzhang.Demo.History;

/// <summary>The follow-up of those the initial collection found home and willing, and the first reports of returnees.</summary>
public static class October
{
    private static readonly string[] Reporters = ["town", "work-team", "collector", "person"];
    private static readonly string[] Evidence = ["employer-confirmation", "contract", "organised-trip"];

    /// <summary>Answers who, of the reported, will leave the labour force.</summary>
    public static IReadOnlyList<Person> Play(Plot plot)
    {
        var today = new DateOnly(2020, 10, 14);
        plot.Then(new Moment(Months.At(10, 14, 9, 0))
        {
            Starts = [.. Start(plot.Choose(100, Plot.IsFollowed(notPicky: true)), today), .. Start(plot.Choose(60, Plot.IsFollowed(notPicky: false)), today)],
            Ends = [.. End(plot.Choose(12, Plot.IsFollowed(notPicky: true)), "refused"), .. End(plot.Choose(12, Plot.IsFollowed(notPicky: false)), "no-wish")],
        });

        // 71 and a half hours after the collection came in, and 73 and a half.
        plot.Then(new Moment(Months.At(10, 15, 8, 30)) { Starts = Start(plot.Choose(40, Plot.IsFollowed(notPicky: true)), today.AddDays(1)) });
        plot.Then(new Moment(Months.At(10, 15, 10, 30))
        {
            Starts = [.. Start(plot.Choose(20, Plot.IsFollowed(notPicky: true)), today.AddDays(1)), .. Start(plot.Choose(20, Plot.IsFollowed(notPicky: false)), today.AddDays(1))],
            Ends = End(plot.Choose(6, Plot.IsFollowed(notPicky: true)), "refused"),
        });
        return Reports(plot);
    }

    /// <summary>Reports of their own about people whose forms still say that they work away; the month closes at 71 and a half hours.</summary>
    private static IReadOnlyList<Person> Reports(Plot plot)
    {
        var at = Months.At(10, 28, 9, 0);
        var (placed, late, breaching, leaving) = (plot.Choose(24, Plot.WorksAway), plot.Choose(10, Plot.WorksAway), plot.Choose(12, Plot.WorksAway), plot.Choose(8, Plot.WorksAway));
        var (latePicky, picky) = (plot.Choose(10, Plot.WorksAway), plot.Choose(12, Plot.WorksAway));
        var (saysInTime, saysLate) = (plot.Choose(6, Plot.WorksAway), plot.Choose(6, Plot.WorksAway));
        var refusing = plot.Choose(6, Plot.WorksAway);
        plot.Then(new Moment(at)
        {
            Reports =
            [
                .. Report([.. placed, .. late, .. breaching, .. leaving, .. refusing], at, notPicky: true),
                .. Report([.. latePicky, .. picky, .. saysInTime, .. saysLate], at, notPicky: false),
            ],
        });
        plot.Then(new Moment(Months.At(10, 29, 9, 0)) { Reports = Report(saysInTime, at, notPicky: true) });
        plot.Then(new Moment(Months.At(10, 31, 8, 30)) { Closes = "2020-10", Starts = Start(placed, new(2020, 10, 31)), Ends = End(refusing, "refused") });
        plot.Then(new Moment(Months.At(10, 31, 10, 30))
        {
            Starts = Start([.. late, .. latePicky], new(2020, 10, 31)),
            Reports = Report(saysLate, at, notPicky: true),
        });
        return leaving;
    }

    /// <summary>Reports by each who may, in turn.</summary>
    public static IReadOnlyList<Report> Report(IEnumerable<Person> people, DateTimeOffset at, bool notPicky) =>
    [
        .. people.Select((p, i) => new Report(
            p.Id, Reporters[i % Reporters.Length], notPicky, DateOnly.FromDateTime(at.DateTime).AddDays(-1), DateOnly.FromDateTime(at.DateTime).AddDays(-3))),
    ];

    /// <summary>Work started the day before, with each kind of evidence in turn.</summary>
    public static IReadOnlyList<Start> Start(IEnumerable<Person> people, DateOnly today) =>
        [.. people.Select((p, i) => new Start(p.Id, Evidence[i % Evidence.Length], today.AddDays(-1)))];

    public static IReadOnlyList<End> End(IEnumerable<Person> people, string reason) => [.. people.Select(p => new End(p.Id, reason))];
}
