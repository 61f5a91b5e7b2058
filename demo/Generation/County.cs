namespace Guzhang.Demo.Generation;

/// <summary>
/// The demo county: <paramref name="size"/> made-up people, the same for the same seed on every machine. A fixed part
/// (everything on a limit, every mistake) and, for the rest, people in the proportions of the county's plan.
/// </summary>
public sealed class County(ulong seed, int size)
{
    public const ulong DefaultSeed = 20201012;

    /// <summary>The people whom the province's platform holds for the county (work plan, 三(一)1).</summary>
    public const int DefaultSize = 14837;

    private readonly Rng rng = new(seed);
    private readonly IdNumbers ids = new();

    public IReadOnlyList<MadeRow> Make()
    {
        var people = new People(rng, ids);
        var weights = Divisions.Villages.Select(v => (rng.Between(60, 140), v)).ToList();
        var rows = Edges.Make(people, EdgeVillages()).Select((r, i) => End(r, i)).ToList();
        Village Any() => rng.Weighted(weights);

        foreach (var item in BreakTable.All(new BadIds(rng, ids)))
        {
            for (var i = 0; i < item.Rows; i++)
            {
                rows.Add(Broken(people, Any(), item, rows.Count));
            }
        }

        rows.AddRange(Warned(people, Any).Select((r, i) => End(r, rows.Count + i)).ToList());
        if (size < rows.Count + 100)
        {
            throw new ArgumentException($"The county needs at least {rows.Count + 100} people: {rows.Count} of them stand on limits or break rules.");
        }

        while (rows.Count < size)
        {
            rows.Add(End(Mix.Next(people, Any()), rows.Count));
        }

        rng.Shuffle(rows);
        return [.. rows.Select((r, i) => r with { Number = i + 2 })];
    }

    /// <summary>Two villages a town, none of them special to the plan of confirmation: who stands on a limit is to be confirmed.</summary>
    private static List<Village> EdgeVillages() =>
        [.. Divisions.Villages.Where(v => !ConfirmationPlan.IsSpecial(v.Name)).GroupBy(v => v.TownCode).SelectMany(t => t.Take(2))];

    private MadeRow End(MadeRow made, int serial)
    {
        Ending.Fill(made.Cells, rng, serial + 1);
        return made;
    }

    private MadeRow Broken(People people, Village village, Break item, int serial)
    {
        var row = item.Base switch
        {
            Base.Working => people.Working(village, Places.Pick(rng, Where.OtherProvince, ""), "单位就业", "普工", people.Half(10, 22), rng.Between(20, 50) * 1000),
            Base.Home => people.CameHome(village, Places.Pick(rng, Where.OtherProvince, ""), people.Half(10, 20), rng.Between(20, 40) * 1000),
            _ => people.Lead(village),
        };
        row.Set((L.Means, "入户"), (L.Ability, "普通劳动力"), (L.Skill, "无"));
        Ending.Fill(row, rng, serial + 1);
        item.Do(row);
        Finding[] lead = item.Base == Base.Lead ? [Finding.W("F20")] : [];
        return new MadeRow(0, row, [.. item.Broken.Concat(lead).Order()]);
    }

    /// <summary>Under 16 (refused); 普通劳动力 over 60 and people registered elsewhere (warned).</summary>
    private IEnumerable<MadeRow> Warned(People people, Func<Village> any)
    {
        for (var i = 0; i < 6; i++)
        {
            var child = people.Lead(any(), i < 3 ? Basics.FormDate.AddYears(-16).AddDays(1) : Basics.Birth(rng, 11, 13));
            child.Set((L.Education, "小学"), (L.Graduated, ""), (L.PostSchool, "否"), (L.Ability, "普通劳动力"), (L.Skill, "无"));
            yield return new MadeRow(0, child, [Finding.E("F04"), Finding.W("F20")]);
        }

        for (var i = 0; i < 14; i++)
        {
            yield return new MadeRow(0, Edges.Ordinary(people, any(), Basics.Birth(rng, 61, 68)), [Finding.W("F05")]);
        }

        for (var i = 0; i < 48; i++)
        {
            yield return new MadeRow(0, Outsiders.Make(people, ids, any(), i), [Finding.W("F21")]);
        }

        for (var i = 0; i < 3; i++)
        {
            // Enough for the own county, too little here: Guzhang is not the county of registration.
            var row = people.Working(any(), Places.InCounty("古阳镇"), "灵活就业", "普工", 2.5m, 6000);
            var (home, prefix) = Outsiders.Elsewhere;
            yield return new MadeRow(0, people.Keep(Outsiders.Register(row, home, prefix, ids, rng), withReason: true), [Finding.W("F13"), Finding.W("F21")]);
        }
    }
}
