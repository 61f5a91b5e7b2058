using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost;
using Guzhang.Domain;
using Guzhang.Domain.Forms;
using Guzhang.Testing;

namespace Guzhang.Console.Tests.Staging;

/// <summary>Forms as the services have them, beside what the pages show.</summary>
internal static class Filing
{
    private static readonly Lazy<(Divisions Divisions, FormYear Year, CountingPolicy Counting)> Policy = new(() =>
    {
        var county = Path.Combine(Repository.Find().Root, "county");
        string Text(string file) => System.IO.File.ReadAllText(Path.Combine(county, file));
        var year = FormYear.ParseAll(Text("guzhang/calendar.json"))[2020];
        return (Divisions.Parse(Text("guzhang/divisions.json"), Text("china/divisions.json")), year, CountingPolicies.Parse(Text("guzhang/counting.json")).For(year));
    });

    /// <summary>The sample form of somebody new as codes, which is what stands in the page's blanks.</summary>
    public static Dictionary<string, string> Codes(string residentId)
    {
        var fields = SampleForm.Of(residentId).ToDictionary(f => f.Key, f => f.Value is string[] several ? string.Join('、', several) : $"{f.Value}");
        fields["collector"] = "somebody";
        var (divisions, year, counting) = Policy.Value;
        var codes = new Dictionary<string, string>(FormText.Of(FormReader.Read(fields, new FormContext(new DateOnly(2020, 10, 12), year, divisions, counting, RegisterView.Unknown)).Form!));
        if (codes.GetValueOrDefault(FieldNames.OrganisedExport) == "none")
        {
            codes.Remove(FieldNames.OrganisedExport); // the paper has no box for none
        }

        return codes;
    }

    /// <summary>Files the sample form as an official, past the pages.</summary>
    public static async Task<Guid> File(RunningStack stack, Official official, string residentId)
    {
        using var collector = await stack.Chain.Tokens.ClientFor(stack.Chain.Address("collection"), official.Role, official.Division, official.Id);
        using var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(residentId) });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid();
    }

    /// <summary>The next version, past the pages.</summary>
    public static async Task Update(RunningStack stack, Official official, Guid laborer, int follows, object fields)
    {
        using var collector = await stack.Chain.Tokens.ClientFor(stack.Chain.Address("collection"), official.Role, official.Division, official.Id);
        using var answer = await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields, follows, carry = true });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Everybody on record with an ID number.</summary>
    public static async Task<List<Guid>> OnRecord(RunningStack stack, string residentId)
    {
        using var officer = await stack.Chain.As("collection", "officer-1", "task-force");
        using var answer = await officer.PostAsJsonAsync("people/search", new { term = residentId });
        return [.. (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("people").EnumerateArray().Select(p => p.GetProperty("laborer").GetGuid())];
    }

    /// <summary>Somebody's newest form.</summary>
    public static async Task<JsonElement> Form(RunningStack stack, Guid laborer)
    {
        using var officer = await stack.Chain.As("collection", "officer-1", "task-force");
        return await officer.GetFromJsonAsync<JsonElement>($"people/{laborer}/form");
    }

    /// <summary>The task force decides on the newest form, and Collection has answered.</summary>
    public static async Task Decide(RunningStack stack, Guid laborer, string what, string state)
    {
        using var officer = await stack.Chain.As("verification", "officer-1", "task-force");
        var version = (await Form(stack, laborer)).GetProperty("formVersion").GetInt32();
        await Eventually.Get(
            async () =>
            {
                using var answer = await officer.PostAsJsonAsync(what, new { items = new[] { new { laborer, formVersion = version } }, reasons = new[] { "income-unproven" } });
                return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0].GetProperty("outcome").GetString();
            },
            outcome => outcome == "accepted");
        await Eventually.Get(async () => (await Form(stack, laborer)).GetProperty("state").GetString(), s => s == state);
    }
}
