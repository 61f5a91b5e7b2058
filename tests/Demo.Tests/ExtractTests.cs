using System.Text.Json;
using AwesomeAssertions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Extracts;
using Xunit;

namespace Guzhang.Demo.Tests;

/// <summary>The workbooks of the two systems hold what the kept answers say: read here by other means than they were written.</summary>
public sealed class ExtractTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("extracts");

    [Fact]
    public void Given_the_two_extracts_as_written_the_differences_counted_cell_by_cell_are_those_in_the_answers_file()
    {
        var ledger = new Ledger();
        ledger.Take(CountyTests.MomentsOfDefaultCounty[0]);
        var systems = TwoSystems.Of(ledger);
        systems.Write(_folder.FullName);
        var confirmed = ledger.People.Where(p => p.Confirmed is not null).ToDictionary(p => p.Id, p => L.All.ToDictionary(l => l, l => p.Confirmed![l]));
        var (hr, poverty) = (Read("extract-hr.xlsx"), Read("extract-poverty.xlsx"));

        var counted = new Dictionary<string, object>
        {
            ["hr-confirmed"] = Count(hr, confirmed),
            ["poverty-confirmed"] = Count(poverty, confirmed),
            ["hr-poverty"] = Count(hr, poverty),
        };

        var kept = File.ReadAllText(Repository.File("demo/answers/extracts.json"));
        systems.AnswersJson().Should().Be(kept);
        JsonSerializer.Serialize(counted).Should().Be(JsonSerializer.Serialize(JsonElement.Parse(kept)));
    }

    [Fact]
    public void Given_the_answers_every_kind_of_difference_is_among_them_in_each_comparison()
    {
        foreach (var comparison in JsonElement.Parse(File.ReadAllText(Repository.File("demo/answers/extracts.json"))).EnumerateObject())
        {
            foreach (var kind in new[] { "onlyInFirst", "onlyInSecond", "same", "different" })
            {
                comparison.Value.GetProperty(kind).GetInt32().Should().BeGreaterThan(100, $"{comparison.Name} {kind}");
            }

            comparison.Value.GetProperty("fields").EnumerateObject().Should().AllSatisfy(f => f.Value.GetInt32().Should().BePositive(f.Name));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static object Count(Dictionary<string, Dictionary<string, string>> first, Dictionary<string, Dictionary<string, string>> second)
    {
        var fields = first.Values.First().Keys.Where(second.Values.First().ContainsKey).Where(f => f != L.Id).ToList();
        var both = first.Keys.Intersect(second.Keys).ToList();
        bool Differs(string id, string field) => first[id][field] != second[id][field];
        var places = fields.Where(f => f.StartsWith("务工地点", StringComparison.Ordinal)).ToList();
        return new
        {
            onlyInFirst = first.Keys.Except(second.Keys).Count(),
            onlyInSecond = second.Keys.Except(first.Keys).Count(),
            same = both.Count(id => !fields.Exists(f => Differs(id, f))),
            different = both.Count(id => fields.Exists(f => Differs(id, f))),
            fields = fields.Select(f => places.Contains(f) ? "务工地点" : f).Distinct().ToDictionary(
                f => f, f => both.Count(id => f == "务工地点" ? places.Exists(p => Differs(id, p)) : Differs(id, f))),
        };
    }

    /// <summary>Rows by ID number, each by the labels of the first row.</summary>
    private Dictionary<string, Dictionary<string, string>> Read(string file)
    {
        using var document = SpreadsheetDocument.Open(Path.Combine(_folder.FullName, file), isEditable: false);
        var book = document.WorkbookPart!;
        var shared = book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(i => i.InnerText).ToArray();
        string Text(Cell cell) => cell.DataType?.Value == CellValues.SharedString ? shared![int.Parse(cell.CellValue!.Text, null)] : cell.InnerText;
        var rows = book.WorksheetParts.Single().Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>()
            .Select(r => r.Elements<Cell>().ToDictionary(c => c.CellReference!.Value!.TrimEnd([.. "0123456789"]), Text)).ToList();
        return rows.Skip(1).Select(r => rows[0].ToDictionary(label => label.Value, label => r.GetValueOrDefault(label.Key, ""))).ToDictionary(r => r[L.Id]);
    }
}
