using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;

namespace Guzhang.Demo.History;

/// <summary>People who come on record after October.</summary>
public static class Arrivals
{
    public static IEnumerable<MadeRow> New(Plot plot, DateOnly today, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var village = plot.Rng.Pick(Divisions.Villages);
            var row = (i % 5) switch
            {
                0 => plot.People.CameHome(village, Where.OtherProvince),
                1 => plot.People.Lead(village),
                2 => plot.People.Working(village, Where.County),
                _ => plot.People.Working(village, Where.OtherProvince),
            };
            Ending.Fill(row, plot.Rng, i);
            yield return plot.Filed(row, today, _ => { }, i % 5 == 1 ? [Finding.W("F20")] : []);
        }
    }

    /// <summary>Somebody of the same name whose number is one digit away from that of somebody on record, and from nobody else's.</summary>
    public static IEnumerable<MadeRow> LookAlikes(Plot plot, DateOnly today, int count)
    {
        var numbers = new NearNumbers();
        foreach (var person in plot.Ledger.People)
        {
            numbers.Add(person.Id);
        }

        foreach (var person in plot.Choose(count, Plot.WorksAway))
        {
            var other = Enumerable.Range(1, 9).Select(step => Neighbour(person.Id, step)).FirstOrDefault(id => numbers.Near(id).SequenceEqual([person.Id]));
            if (other is not null)
            {
                numbers.Add(other);
                yield return plot.Anew(person, today, r => r.Set((L.Id, other), (L.Phone, Names.Mobile(plot.Rng))), Finding.W("F03"));
            }
        }
    }

    /// <summary>Rows that October refused, mended: the people come on record, and nobody is refused any more.</summary>
    public static IEnumerable<MadeRow> Mended(Plot plot, DateOnly today, int count) => plot.Ledger.Refused
        .Where(s => PersonRules.IsGood(s[L.Id], today) && s.Findings.Count(f => f.Severity == "E") == 1 && s.Findings.Any(f => f.Rule is "F09" or "F10" or "F18"))
        .OrderBy(s => s[L.Id], StringComparer.Ordinal).Take(count).ToList()
        .Select(s => plot.Filed(s.Cells.Copy(), today, Mend, [.. s.Findings.Where(f => f.Severity == "W")]));

    private static void Mend(Row row)
    {
        row[L.Services] = "未享受过就业服务";
        if (row[L.TrainingKind].Length == 0 || row[L.TrainingTrade].Length == 0 || row[L.TrainingOn].Length == 0)
        {
            row[L.Wants] = "无";
            row.Clear(L.TrainingKind, L.TrainingTrade, L.TrainingOn);
        }
    }

    private static string Neighbour(string id, int step)
    {
        var body = id[..14] + (char)('0' + ((id[14] - '0' + step) % 10)) + id[15..17];
        return body + IdNumbers.CheckDigit(body);
    }
}
