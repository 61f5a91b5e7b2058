using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;

namespace Guzhang.Demo.History;

/// <summary>The second monthly update; what was left is confirmed; in the end some people are erased, and no figure moves.</summary>
public static class December
{
    private static readonly DateOnly Update = new(2020, 12, 10);

    public static void Play(Plot plot, Outcome november)
    {
        var rng = plot.Rng;
        var home = plot.Choose(110, Plot.WorksAway);
        plot.Then(new Moment(Months.At(12, 10, 9, 0))
        {
            Workbook = Plot.Workbook(
            [
                .. home.Select(p => plot.Anew(p, Update, r => Changes.CameHome(r, rng, Update.AddDays(-rng.Between(1, 25)), rng.PerMille(600)))),
                .. november.Away.Take(12).Select(p => plot.Anew(p, Update, BackFromExit)),
                .. november.ReturnedTwice.Select(p => plot.Anew(p, Update, _ => { }, [.. p.Newest.Findings])),
                .. plot.Choose(40, IsThreeMonthsByNow).Select(p => plot.Anew(p, Update, _ => { })),
                .. plot.Choose(12, IsLead).Select(p => plot.Anew(p, Update, FirstWork, Finding.W("F13"))),
                .. plot.Choose(15, Plot.WorksAway).Select(p => plot.Anew(p, Update, r => Changes.StartsNearby(r, rng.Pick(Divisions.Towns).Name, new(2020, 12, 1)))),
                .. plot.Choose(10, Plot.Works).Select(p => plot.Anew(p, Update, r => Changes.Moves(r, rng))),
                .. Arrivals.New(plot, Update, 20),
            ]),
            Session = new Session(new Dictionary<string, Verdict>()),
        });

        var owed = home.Where(Plot.IsFollowed(notPicky: true)).ToList();
        var picky = home.Where(Plot.IsFollowed(notPicky: false)).ToList();
        var today = Update.AddDays(3);
        plot.Then(new Moment(Months.At(12, 13, 8, 30))
        {
            Starts = October.Start([.. owed.Take(16), .. picky.Take(12)], today),
            Ends = [.. October.End(owed.Skip(16).Take(3), "refused"), .. October.End(picky.Skip(12).Take(4), "no-wish")],
        });
        plot.Then(new Moment(Months.At(12, 13, 10, 30)) { Starts = October.Start([.. owed.Skip(19).Take(5), .. picky.Skip(16).Take(6)], today) });

        // The last report is days old: from here on time changes nothing, however long the platform runs on.
        plot.Then(new Moment(Months.At(12, 25, 9, 0))
        {
            Closes = "2020-12",
            Erased = [.. november.Gone.Where(p => p.Newest[L.Status] == "永久退出(死亡)").Select(p => p.Id)],
        });
    }

    private static bool IsLead(Person person) => Plot.Breaks(person, Finding.W("F20"));

    /// <summary>Out of the county, in work for less than three months when the last form came in and for three now.</summary>
    private static bool IsThreeMonthsByNow(Person person) =>
        Plot.WorksAway(person) && !Schemes.Of(person.Newest).Contains("qualifiesTransport") && person.Newest.Span(L.Since)?.First.AddMonths(3) <= Update;

    private static void BackFromExit(Row row)
    {
        Changes.Starts(row, new(2020, 12, 3));
        row[L.Status] = "正常贫困劳动力";
    }

    /// <summary>Never worked away before; October and November lie outside the window, so the standard is not met and the form says why it is kept.</summary>
    private static void FirstWork(Row row)
    {
        Changes.Starts(row, new(2020, 10, 20));
        row.Set((L.WorkMonths, "2020年10月、2020年11月"), (L.KeepReason, "十月起在外务工"));
    }
}
