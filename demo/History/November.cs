using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;

namespace Guzhang.Demo.History;

/// <summary>
/// The first monthly update: who came home, corrections after confirmation, exits, returned forms again, new people, rows
/// refused before and mended; then a second round of reports, ended by forms.
/// </summary>
public static class November
{
    private static readonly DateOnly Update = new(2020, 11, 10);

    private static readonly (string Status, string Reason)[] Temporary =
        [("暂时退出(上学)", "其他(上学)"), ("暂时退出(参军)", "其他(参军)"), ("暂时退出(服刑)", "其他(服刑)"), ("暂时退出(暂时丧失劳动力)", "身体或精神状态不佳")];

    private static readonly (string Status, string Reason)[] Permanent =
        [("永久退出(死亡)", "其他(已故)"), ("永久退出(永久丧失劳动力)", "身体或精神状态不佳")];

    /// <summary>Answers who left for a while and who for good, and whose form went back twice.</summary>
    public static Outcome Play(Plot plot, IReadOnlyList<Person> leaving)
    {
        var rng = plot.Rng;
        var home = plot.Choose(130, Plot.WorksAway);
        var (moved, moving) = (plot.Choose(8, Plot.Works), plot.Choose(6, Plot.Works));
        var raised = plot.Choose(12, IsBelow);
        var raisedLeft = plot.Choose(10, IsBelow);
        var resubmitted = plot.Ledger.People.Where(p => p.Said == Verdict.Return).ToList();
        var (away, gone) = (plot.Choose(24, Plot.WorksAway), plot.Choose(10, Plot.WorksAway));
        var returns = home.Select(p => plot.Anew(p, Update, r => Changes.CameHome(r, rng, Update.AddDays(-rng.Between(1, 18)), rng.PerMille(600)))).ToList();

        plot.Then(new Moment(Months.At(11, 10, 9, 0))
        {
            Workbook = Plot.Workbook(
            [
                .. returns,
                .. plot.Choose(20, Plot.WorksAway).Select(p => plot.Anew(p, Update, r => Lower(plot, r, withReason: true), Finding.W("F13"))),
                .. plot.Choose(12, Plot.WorksAway).Select(p => plot.Anew(p, Update, r => Lower(plot, r, withReason: false), Finding.W("F13"))),
                .. raised.Concat(raisedLeft).Select(p => plot.Anew(p, Update, Raise)),
                .. moved.Concat(moving).Select(p => plot.Anew(p, Update, r => Changes.Moves(r, rng))),
                .. plot.Choose(20, p => Plot.Works(p) && p.Newest[L.Helped] == "否" && p.Newest[L.Export] == "无").Select(p => plot.Anew(p, Update, Help)),
                .. plot.Choose(20, Plot.WorksAway).Select(p => plot.Anew(p, Update, r => Changes.StartsNearby(r, rng.Pick(Divisions.Towns).Name, new(2020, 11, 2)))),
                .. resubmitted.Select(p => plot.Anew(p, Update, _ => { }, [.. p.Newest.Findings])),
                .. away.Select((p, i) => plot.Anew(p, Update, r => Exit(r, rng, Temporary[i % Temporary.Length]))),
                .. gone.Concat(leaving).Select((p, i) => plot.Anew(p, Update, r => Exit(r, rng, Permanent[i % Permanent.Length]))),
                .. Arrivals.New(plot, Update, 30),
                .. Arrivals.LookAlikes(plot, Update, 12),
                .. Arrivals.Mended(plot, Update, 30),
                .. Mistakes.Warned(plot, Update),
                .. Mistakes.Refused(plot, Update),
                .. returns.Take(12).Select(r => r with { Broken = [Finding.E("F02")] }),
            ]),
            Session = new Session(Except(
                (raisedLeft, Verdict.Leave), (moving, Verdict.Leave), (resubmitted.Take(10), Verdict.Return), (resubmitted.Skip(10).Take(10), Verdict.Leave))),
        });

        Follow(plot, home);
        SecondRound(plot);
        return new Outcome(away, gone, [.. resubmitted.Take(10)]);
    }

    /// <summary>Who came home with this update: work within 72 hours, and after.</summary>
    private static void Follow(Plot plot, IReadOnlyList<Person> home)
    {
        var owed = home.Where(Plot.IsFollowed(notPicky: true)).ToList();
        var picky = home.Where(Plot.IsFollowed(notPicky: false)).ToList();
        var today = Update.AddDays(3);
        plot.Then(new Moment(Months.At(11, 13, 8, 30))
        {
            Starts = October.Start([.. owed.Take(18), .. picky.Take(15)], today),
            Ends = October.End(owed.Skip(18).Take(3), "no-wish"),
        });
        plot.Then(new Moment(Months.At(11, 13, 10, 30)) { Starts = October.Start([.. owed.Skip(21).Take(5), .. picky.Skip(15).Take(10)], today) });
    }

    /// <summary>Reports that confirmed forms end, in time by when the form came in: confirmed at once, and after the limit and the month's end.</summary>
    private static void SecondRound(Plot plot)
    {
        var (at, day) = (Months.At(11, 25, 9, 0), new DateOnly(2020, 11, 26));
        var (inTime, late, breaching, picky) = (plot.Choose(8, Plot.WorksAway), plot.Choose(8, Plot.WorksAway), plot.Choose(10, Plot.WorksAway), plot.Choose(10, Plot.WorksAway));
        var longOpen = plot.Choose(20, p => IsLongOpen(p, at));
        MadeRow Works(Person p) => plot.Anew(p, day, r => Changes.Starts(r, day.AddDays(-1)));
        plot.Then(new Moment(at) { Reports = [.. October.Report([.. inTime, .. late, .. breaching], at, notPicky: true), .. October.Report(picky, at, notPicky: false)] });
        plot.Then(new Moment(Months.At(11, 26, 9, 0))
        {
            Workbook = Plot.Workbook([.. inTime.Select(Works), .. late.Select(Works), .. longOpen.Select(Works)]),
            Session = new Session(Except((late, Verdict.Leave), (StillLeft(plot), Verdict.Leave))),
        });
        plot.Then(new Moment(Months.At(11, 28, 8, 30)) { Closes = "2020-11" });
        plot.Then(new Moment(Months.At(11, 28, 10, 30)) { Session = new Session(Except((StillLeft(plot).Except(late), Verdict.Leave))) });
    }

    /// <summary>Home and followed up for more than ten days, after enough work out of the county.</summary>
    private static bool IsLongOpen(Person person, DateTimeOffset at) =>
        Plot.IsPlain(person) && person.Newest[L.Working] == "否" && person.Open?.ReportedAt < at.AddDays(-10)
        && Work.Of(person.Newest) is { Place: not PlaceOfWork.InCounty, IsBelow: false };

    /// <summary>What the task force has left: it waits until December.</summary>
    private static List<Person> StillLeft(Plot plot) => [.. plot.Ledger.People.Where(p => p.Said is null)];

    private static Dictionary<string, Verdict> Except(params IEnumerable<(IEnumerable<Person> People, Verdict Verdict)> groups) =>
        groups.SelectMany(g => g.People.Select(p => (p.Id, g.Verdict))).DistinctBy(g => g.Id).ToDictionary(g => g.Id, g => g.Verdict);

    private static bool IsBelow(Person person) => Plot.Breaks(person, Finding.W("F13")) && person.Newest[L.Working] == "是";

    private static void Lower(Plot plot, Row row, bool withReason)
    {
        Changes.Worked(row, 2, 6000);
        row[L.FlexibleDays] = "0";
        plot.People.Keep(row, withReason);
    }

    private static void Raise(Row row)
    {
        Changes.TickSevenMonths(row);
        Changes.Worked(row, 6, 24000);
        row[L.KeepReason] = "";
    }

    private static void Help(Row row) => row.Set((L.Helped, "是"), (L.HelpedOn, "2020年10月"));

    private static void Exit(Row row, Rng rng, (string Status, string Reason) exit) => Changes.Exits(row, rng, exit.Status, exit.Reason, new(2020, 11, 2));
}

/// <summary>People of November whom December speaks of again.</summary>
public sealed record Outcome(IReadOnlyList<Person> Away, IReadOnlyList<Person> Gone, IReadOnlyList<Person> ReturnedTwice);
