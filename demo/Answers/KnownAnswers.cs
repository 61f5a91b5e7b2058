using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Guzhang.Demo.History;

namespace Guzhang.Demo.Answers;

/// <summary>
/// What must come out: the dispatch table after the initial collection, and the broken rules by row of its sheet (rows that break
/// none are left out); the table as it was known at the end of each month (<c>2020-10</c>); and every rule of every workbook.
/// </summary>
public sealed record KnownAnswers(
    Table Table, IReadOnlyDictionary<int, IReadOnlyList<Finding>> Rules, IReadOnlyList<(string Month, Table Table)> Months, IReadOnlyDictionary<Finding, int> RowsByRule)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NewLine = "\n",
    };

    /// <summary>Works the answers of the county's months out and holds them against what each row was made to break.</summary>
    public static KnownAnswers Of(IReadOnlyList<MadeRow> rows) => Of(History.Months.Of(rows));

    /// <summary>The answers of whatever happened; the first moment is the initial collection.</summary>
    public static KnownAnswers Of(IReadOnlyList<Moment> moments)
    {
        var ledger = new Ledger();
        var taken = new List<Taken>();
        var tables = new List<(string? Month, Table Table)>();
        foreach (var moment in moments)
        {
            taken.Add(ledger.Take(moment));
            Hold(moment, taken[^1]);
            if (tables.Count == 0 || moment.Closes is not null)
            {
                tables.Add((moment.Closes, Table.Of(ledger)));
            }
        }

        var broken = taken.SelectMany(t => t.Rows).SelectMany(r => r.Sheet.Findings).CountBy(f => f).OrderBy(f => f.Key).ToDictionary();
        return new KnownAnswers(tables[0].Table, taken[0].Rules, [.. tables.Skip(1).Select(t => (t.Month!, t.Table))], broken);
    }

    private static void Hold(Moment moment, Taken taken)
    {
        var wrong = moment.Workbook.Zip(taken.Rows, (made, read) => (made, read.Sheet.Findings)).Where(r => !r.made.Broken.Order().SequenceEqual(r.Findings)).ToList();
        if (wrong.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', wrong.Take(20).Select(r =>
                $"Row {r.made.Number} of {moment.At:yyyy-MM-dd} was made to break [{string.Join(", ", r.made.Broken)}] but breaks [{string.Join(", ", r.Findings)}].")));
        }
    }

    /// <summary>A table as it stands in a file of answers.</summary>
    public static string Json(Table table) => JsonSerializer.Serialize(new { FormYear = 2020, table.Lines, table.Total }, Options) + "\n";

    public string DispatchJson() => Json(Table);

    /// <summary>One line a rule and severity: in how many rows of all workbooks it is broken.</summary>
    public string FindingsCsv() => RowsByRule.Aggregate(
        new StringBuilder("rule,severity,rows\n"), (text, r) => text.Append(CultureInfo.InvariantCulture, $"{r.Key.Rule},{r.Key.Severity},{r.Value}\n")).ToString();

    /// <summary>One line a row: its number, then every rule with its severity.</summary>
    public string RulesCsv() => Rules.OrderBy(r => r.Key).Aggregate(
        new StringBuilder("row,rules\n"),
        (text, r) => text.Append(CultureInfo.InvariantCulture, $"{r.Key},{string.Join(" + ", r.Value)}\n")).ToString();
}
