using Guzhang.Demo.History;

namespace Guzhang.Demo.Answers;

/// <summary>
/// What became of one workbook: each row as it was read, in order, how many were added, changed and refused, and how many forms
/// waited for the task force then.
/// </summary>
public sealed record Taken(IReadOnlyList<(int Number, Sheet Sheet)> Rows, int Added, int Changed, int Waiting)
{
    public int Refused => Rows.Count(r => r.Sheet.IsRefused);

    /// <summary>The rules that rows break, by row; rows that break none are left out.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<Finding>> Rules =>
        Rows.Where(r => r.Sheet.Findings.Count > 0).ToDictionary(r => r.Number, r => (IReadOnlyList<Finding>)[.. r.Sheet.Findings]);
}

/// <summary>
/// The demo's own bookkeeping: moment after moment, who is on record, what is confirmed, who is followed up. Everything the
/// dispatch table says follows from it. It knows the plan and the documents, and none of the services' code.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<string, Person> people = [];
    private readonly Dictionary<string, Sheet> refused = [];
    private readonly NearNumbers numbers = new();

    /// <summary>When the last moment was.</summary>
    public DateTimeOffset Now { get; private set; }

    public IReadOnlyCollection<Person> People => people.Values;

    /// <summary>Rows refused about nobody on record, each subject's newest.</summary>
    public IReadOnlyCollection<Sheet> Refused => refused.Values;

    /// <summary>Forms that wait for the task force.</summary>
    public int Waiting => people.Values.Count(p => p.Said is null);

    public Person? Find(string id) => people.GetValueOrDefault(id);

    /// <summary>All of a moment; answers what became of the workbook.</summary>
    public Taken Take(Moment moment)
    {
        var taken = TakeWorkbook(moment);
        Sit(moment);
        Follow(moment);
        return taken;
    }

    private Taken TakeWorkbook(Moment moment)
    {
        Now = moment.At;
        var (added, changed) = (0, 0);
        var accepted = new HashSet<string>();
        var rows = new List<(int, Sheet)>();
        foreach (var row in moment.Workbook)
        {
            var id = row.Cells[L.Id].Trim().ToUpperInvariant();
            var sheet = Rules.Read(row.Cells, KnownOf(id, row.Cells[L.Name], moment.Today, accepted.Contains(id)));
            rows.Add((row.Number, sheet));
            if (sheet.IsRefused)
            {
                Refuse(sheet, PersonRules.IsGood(id, moment.Today) ? id : $"{moment.At:O} {row.Number}");
                continue;
            }

            _ = people.ContainsKey(id) ? changed++ : added++;
            accepted.Add(id);
            refused.Remove(id);
            numbers.Add(id);
            var person = people.TryGetValue(id, out var known) ? known : people[id] = new Person(id);
            person.Accept(sheet, moment.At);
        }

        return new Taken(rows, added, changed, Waiting);
    }

    private Known KnownOf(string id, string name, DateOnly today, bool again)
    {
        var person = people.GetValueOrDefault(id);
        var alike = numbers.Near(id).Any(other => other != id && people[other].Newest[L.Name] == name);
        return new Known(today, person is not null, person?.LastAway, alike, again);
    }

    private void Refuse(Sheet sheet, string subject)
    {
        if (!people.ContainsKey(subject))
        {
            refused[subject] = sheet;
        }
    }

    private void Sit(Moment moment)
    {
        if (moment.Session is { } session)
        {
            foreach (var person in people.Values.Where(p => p.Said is null))
            {
                person.Decide(session.On(person.Id, person.Newest[L.Village]), moment.At);
            }
        }
    }

    private void Follow(Moment moment)
    {
        foreach (var report in moment.Reports)
        {
            people[report.Person].Report(moment.At, report.NotPicky);
        }

        foreach (var (id, work) in moment.Starts.Select(s => (s.Person, true)).Concat(moment.Ends.Select(e => (e.Person, false))))
        {
            people[id].Open!.End(moment.At, work);
        }
    }
}

/// <summary>Finds numbers on record that differ in one of the first 17 digits, or by two neighbours swapped.</summary>
public sealed class NearNumbers
{
    private readonly Dictionary<string, string> byDigits = [];

    public void Add(string id) => byDigits[id[..17]] = id;

    public IEnumerable<string> Near(string id)
    {
        if (id.Length != 18 || !id[..17].All(char.IsAsciiDigit))
        {
            yield break;
        }

        for (var i = 0; i < 17; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                if (digit != id[i] && byDigits.TryGetValue($"{id[..i]}{digit}{id[(i + 1)..17]}", out var other))
                {
                    yield return other;
                }
            }

            if (i < 16 && id[i] != id[i + 1] && byDigits.TryGetValue($"{id[..i]}{id[i + 1]}{id[i]}{id[(i + 2)..17]}", out var swapped))
            {
                yield return swapped;
            }
        }
    }
}
