using System.Globalization;
using AwesomeAssertions;
using Guzhang.Demo.Answers;
using Guzhang.Demo.History;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The people of demo/answers/months-by-hand.md, month after month, against the bookkeeping that makes the known answers.</summary>
public sealed class MonthsByHandTests
{
    private static readonly (string Name, DateTimeOffset At)[] Ends =
        [("October", Months.At(10, 31, 8, 30)), ("November", Months.At(11, 28, 8, 30)), ("December", Months.At(12, 25, 9, 0))];

    public static TheoryData<string> People =>
        [.. File.ReadAllLines(Repository.File("demo/answers/months-by-hand.md")).Where(l => l.Split('|') is { Length: 8 } cells && int.TryParse(cells[1], out _))];

    [Theory, MemberData(nameof(People)), Trait("Req", "RPT-02"), Trait("Req", "JOB-01"), Trait("Req", "JOB-02"), Trait("Req", "SUB-02")]
    public void Given_somebodys_months_worked_out_by_hand_the_bookkeeping_says_the_same_at_each_months_end(string person)
    {
        var cells = person.Split('|').Select(c => c.Trim()).ToArray();
        var steps = cells[2].Split('→', StringSplitOptions.TrimEntries).Select(Step).ToList();
        var ledger = new Ledger();
        foreach (var (end, stands) in Ends.Zip(cells[4..7]))
        {
            foreach (var step in steps.Where(s => s.At > ledger.Now && s.At <= end.At))
            {
                ledger.Take(step);
            }

            ledger.Take(new Moment(end.At));
            Stands(Table.Of(ledger)).Should().BeEquivalentTo(Expected(stands), $"{end.Name}: {cells[3]}");
        }
    }

    [Fact]
    public void Given_the_file_every_new_column_has_people_in_it_and_people_who_leave_it()
    {
        People.Count.Should().BeGreaterThanOrEqualTo(20);
        var months = People.SelectMany(p => p.Data.Split('|')[4..7]).Select(c => c.Trim().Split(' ')).ToList();
        foreach (var column in Columns.All.Select(c => c.Key).Where(c => c.StartsWith("qualifies", StringComparison.Ordinal) || c.StartsWith("cases", StringComparison.Ordinal)))
        {
            months.Count(m => m.Contains(column)).Should().BeInRange(1, months.Count - 1, column);
        }
    }

    /// <summary>Columns and lines in which the table has somebody, of a county of one person.</summary>
    private static IEnumerable<string> Stands(Table table) => table.Lines.SelectMany(
        line => line.Figures.Where(f => f.Value == 1 && f.Key is not ("rawBase" or "submitted")).Select(f => $"{line.Name} {f.Key}"));

    private static IEnumerable<string> Expected(string stands)
    {
        var parts = stands.Split(" in ");
        return parts[0].Split(' ').Select(column => $"{(parts.Length > 1 ? parts[1] : "古阳镇")} {column}");
    }

    private static Moment Step(string text)
    {
        var words = text.Split(' ', 4);
        var time = DateTime.ParseExact($"2020-{words[0]} {words[1]}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var moment = new Moment(new DateTimeOffset(time, TimeSpan.FromHours(8)));
        var id = UsualAnswers.With("")[L.Id];
        Session Sitting(Verdict verdict) => new(new Dictionary<string, Verdict> { [id] = verdict });
        return words[2].TrimEnd(':') switch
        {
            "form+confirm" => moment with { Workbook = Form(words), Session = Sitting(Verdict.Confirm) },
            "form+leave" => moment with { Workbook = Form(words), Session = Sitting(Verdict.Leave) },
            "form+return" => moment with { Workbook = Form(words), Session = Sitting(Verdict.Return) },
            "confirm" => moment with { Session = Sitting(Verdict.Confirm) },
            "report" => moment with { Reports = [new Report(id, "town", false, moment.Today, moment.Today)] },
            "report-not-picky" => moment with { Reports = [new Report(id, "person", true, moment.Today, moment.Today)] },
            "work" => moment with { Starts = [new Start(id, "contract", moment.Today)] },
            "refused" or "no-wish" => moment with { Ends = [new End(id, words[2])] },
            _ => throw new FormatException(text),
        };
    }

    private static IReadOnlyList<MadeRow> Form(string[] words) => [new MadeRow(2, UsualAnswers.With(words.Length > 3 ? words[3] : ""), [])];
}
