using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;

namespace Guzhang.Demo.History;

/// <summary>
/// The months while they are being made up: the bookkeeping so far says who can be in what comes next. Each person is in one
/// story only, so that what is made to happen does happen.
/// </summary>
public sealed class Plot
{
    private static readonly DateOnly End = new(2020, 12, 31);

    private readonly HashSet<string> taken = [];
    private readonly IdNumbers ids = new();
    private readonly List<Moment> moments = [];
    private int papers = 20000;

    public Plot(ulong seed)
    {
        Rng = new Rng(seed);
        People = new People(Rng, ids);
    }

    public Rng Rng { get; }

    /// <summary>Makes people whose numbers come near nobody's.</summary>
    public People People { get; }

    public Ledger Ledger { get; } = new();

    public IReadOnlyList<Moment> Moments => moments;

    /// <summary>The next thing that happens.</summary>
    public void Then(Moment moment)
    {
        moments.Add(moment);
        Ledger.Take(moment);
        ids.Keep(moment.Workbook.Select(r => r.Cells[L.Id]).Where(id => PersonRules.IsGood(id, moment.Today)));
    }

    /// <summary>So many people (or as many as there are) of whom it holds, none of them in a story before.</summary>
    public IReadOnlyList<Person> Choose(int count, Func<Person, bool> fits)
    {
        var candidates = Ledger.People.Where(p => !taken.Contains(p.Id) && fits(p)).OrderBy(p => p.Id, StringComparer.Ordinal).ToList();
        Rng.Shuffle(candidates);
        var chosen = candidates.Take(count).ToList();
        taken.UnionWith(chosen.Select(p => p.Id));
        return chosen;
    }

    /// <summary>The person's form anew, with a change, signed the day before it comes in.</summary>
    public MadeRow Anew(Person person, DateOnly today, Action<Row> change, params Finding[] broken) =>
        Filed(person.Newest.Cells.Copy(), today, change, broken);

    /// <summary>A form signed by both the day before it comes in, and then changed.</summary>
    public MadeRow Filed(Row row, DateOnly today, Action<Row> change, params Finding[] broken)
    {
        var day = Period.Day(today.AddDays(-1));
        row.Set((L.Means, "入户"), (L.HouseholdSigned, day), (L.CollectorSigned, day), (L.PaperNo, $"GZ2020-{++papers:D5}"), (L.CallRecord, ""));
        if (row[L.CollectorPhone].Length == 0)
        {
            row[L.CollectorPhone] = Names.Mobile(Rng);
        }

        change(row);
        return new MadeRow(0, row, broken);
    }

    /// <summary>Rows as they stand in one workbook.</summary>
    public static IReadOnlyList<MadeRow> Workbook(IEnumerable<MadeRow> rows) => [.. rows.Select((r, i) => r with { Number = i + 2 })];

    /// <summary>Confirmed in the newest version, verified, normal, no rule broken, and young enough to stay so all year.</summary>
    public static bool IsPlain(Person person) =>
        person.Said == Verdict.Confirm && person.Newest.Findings.Count == 0 && person.Newest[L.Verification] == "已核实"
        && person.Newest[L.Status] == "正常贫困劳动力" && PersonRules.AgeOf(person.Id, End) <= 60;

    /// <summary>Confirmed in the newest version, which breaks this one rule.</summary>
    public static bool Breaks(Person person, Finding only) =>
        person.Said == Verdict.Confirm && person.Newest.Findings.Count == 1 && person.Newest.Findings.Contains(only);

    /// <summary>Plain, at work, counted.</summary>
    public static bool Works(Person person) =>
        IsPlain(person) && person.Newest[L.Working] == "是" && Columns.Category(person.Newest)[0] == "counted" && person.FollowUps.Count == 0;

    /// <summary>Plain, at work out of the county, in China.</summary>
    public static bool WorksAway(Person person) =>
        Works(person) && Work.Of(person.Newest).Place != PlaceOfWork.InCounty && !person.Newest.Empty(L.WorkPrefecture);

    /// <summary>Plain, at home, and never followed up: does not want to work.</summary>
    public static bool StaysHome(Person person) =>
        IsPlain(person) && person.Newest[L.NotWorkingType] == Home.LostWork && person.FollowUps.Count == 0;

    /// <summary>Followed up now, and 不挑不拣 or not.</summary>
    public static Func<Person, bool> IsFollowed(bool notPicky) => person => person.Open?.NotPicky == notPicky;
}
