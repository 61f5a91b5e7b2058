using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Demo.Workbooks;
using Guzhang.Testing;
using Microsoft.Playwright;

namespace Guzhang.Console.Tests.Staging;

/// <summary>A finding as it is answered: the same members from the service and from the browser.</summary>
public sealed record FoundRule(string Rule, string Field, string Severity, string Message)
{
    /// <summary>The demo's way to name it: "F06 E".</summary>
    public string Named => $"{Rule} {(Severity == "error" ? "E" : "W")}";
}

/// <summary>What is found in the rows of the demo: by the service, and by the rules in the page. Row of the sheet to findings, in order.</summary>
internal static class Findings
{
    private const int Chunk = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const string Rules = """
        async request => {
            const exports = await globalThis.getDotnetRuntime(0).getAssemblyExports('Guzhang.Console.Client.dll');
            return exports.Guzhang.Console.Client.CheckingForms.FormCheck.Check(request);
        }
        """;

    /// <summary>A trial import of the demo's workbook: nobody is on record before it.</summary>
    public static async Task<Dictionary<int, IReadOnlyList<FoundRule>>> OfService(RunningChain chain)
    {
        using var collector = await chain.As("collection", DemoRows.Collector, "collector");
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.xlsx");
        try
        {
            FirstWorkbook.Write(file, DemoRows.All);
            using var body = new ByteArrayContent(await File.ReadAllBytesAsync(file));
            body.Headers.ContentType = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
            using var answer = await collector.PostAsync(new Uri("imports?formYear=2020&dryRun=true", UriKind.Relative), body);
            var import = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
            var end = await Eventually.Get(
                () => collector.GetFromJsonAsync<JsonElement>($"imports/{import}"), i => i.GetProperty("state").GetString() != "running", TimeSpan.FromMinutes(3));
            return end.GetProperty("state").GetString() == "done" && end.GetProperty("read").GetInt32() == DemoRows.All.Count
                ? await Pages(collector, import!)
                : throw new InvalidOperationException($"The import did not come to its end: {end}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The rules in the page, over every row.</summary>
    /// <param name="page">an open page of the console</param>
    /// <param name="rows">rows of the sheet</param>
    /// <param name="register">what the register knows: <c>unknown</c> or <c>offline</c></param>
    public static async Task<Dictionary<int, IReadOnlyList<FoundRule>>> OfPage(IPage page, IReadOnlyList<Demo.MadeRow> rows, string register)
    {
        var found = new Dictionary<int, IReadOnlyList<FoundRule>>();
        foreach (var chunk in rows.Chunk(Chunk))
        {
            var request = new { formYear = 2020, formDate = "2020-10-12", register, forms = chunk.Select(DemoRows.FieldsOf) };
            var answer = await page.EvaluateAsync<string>(Rules, JsonSerializer.Serialize(request, Json));
            foreach (var (row, findings) in chunk.Zip(JsonSerializer.Deserialize<List<List<FoundRule>>>(answer, Json)!))
            {
                if (findings.Count > 0)
                {
                    found.Add(row.Number, findings);
                }
            }
        }

        return found;
    }

    /// <summary>One line for each row in which the two differ.</summary>
    public static List<string> Differences(
        IReadOnlyDictionary<int, IReadOnlyList<FoundRule>> service, IReadOnlyDictionary<int, IReadOnlyList<FoundRule>> browser) =>
        [.. service.Keys.Union(browser.Keys).Order()
            .Select(row => (Row: row, Service: service.GetValueOrDefault(row, []), Browser: browser.GetValueOrDefault(row, [])))
            .Where(r => !r.Service.SequenceEqual(r.Browser))
            .Select(r => $"row {r.Row}: the service says [{string.Join("; ", r.Service)}], the browser [{string.Join("; ", r.Browser)}]")];

    /// <summary>In how many rows each rule is broken.</summary>
    public static Dictionary<string, int> Counts(IReadOnlyDictionary<int, IReadOnlyList<FoundRule>> found) => found.Values
        .SelectMany(findings => findings.Select(f => f.Named).Distinct()).GroupBy(f => f).ToDictionary(g => g.Key, g => g.Count());

    private static async Task<Dictionary<int, IReadOnlyList<FoundRule>>> Pages(HttpClient collector, string import)
    {
        var found = new Dictionary<int, IReadOnlyList<FoundRule>>();
        while (true)
        {
            var page = await collector.GetFromJsonAsync<List<RowFound>>($"imports/{import}/findings?after={found.Keys.DefaultIfEmpty().Max()}&limit=5000", Json);
            if (page!.Count == 0)
            {
                return found;
            }

            page.ForEach(row => found.Add(row.Row, row.Findings));
        }
    }

    private sealed record RowFound(int Row, IReadOnlyList<FoundRule> Findings);
}
