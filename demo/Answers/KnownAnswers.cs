using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Guzhang.Demo.Answers;

/// <summary>What must come out: the dispatch table, and the broken rules by row of the sheet (rows that break none are left out).</summary>
public sealed record KnownAnswers(Table Table, IReadOnlyDictionary<int, IReadOnlyList<Finding>> Rules)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NewLine = "\n",
    };

    /// <summary>Works the answers out and holds them against what each row was made to break.</summary>
    public static KnownAnswers Of(IReadOnlyList<MadeRow> rows)
    {
        var sheets = rows.Select(r => Answers.Rules.Read(r.Cells)).ToList();
        foreach (var (made, sheet) in rows.Zip(sheets))
        {
            if (!made.Broken.Order().SequenceEqual(sheet.Findings))
            {
                throw new InvalidOperationException(
                    $"Row {made.Number} was made to break [{string.Join(", ", made.Broken)}] but breaks [{string.Join(", ", sheet.Findings)}].");
            }
        }

        return new KnownAnswers(Table.Of(sheets), rows.Zip(sheets).Where(r => r.Second.Findings.Count > 0)
            .ToDictionary(r => r.First.Number, r => (IReadOnlyList<Finding>)[.. r.Second.Findings]));
    }

    public string DispatchJson() => JsonSerializer.Serialize(new { FormYear = 2020, Table.Lines, Table.Total }, Json) + "\n";

    /// <summary>One line a row: its number, then every rule with its severity.</summary>
    public string RulesCsv() => Rules.OrderBy(r => r.Key).Aggregate(
        new StringBuilder("row,rules\n"),
        (text, r) => text.Append(CultureInfo.InvariantCulture, $"{r.Key},{string.Join(" + ", r.Value)}\n")).ToString();
}
