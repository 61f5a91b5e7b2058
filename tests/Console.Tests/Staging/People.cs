using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Testing;

namespace Guzhang.Console.Tests.Staging;

/// <summary>People on record, filed through Collection's own interface by somebody who is nobody's account here.</summary>
internal static class People
{
    /// <summary>Files a form and waits until the task force has it on its list.</summary>
    /// <param name="stack">the platform</param>
    /// <param name="form">fields of the form</param>
    /// <param name="collector">who collects</param>
    public static async Task<Guid> File(RunningStack stack, Dictionary<string, object> form, string collector = "田间采集")
    {
        using var filing = await stack.Chain.Tokens.ClientFor(stack.Chain.Address("collection"), "collector", sub: collector == "田间采集" ? "field-collector" : collector);
        using var answer = await filing.PostAsJsonAsync("forms", new { fields = form });
        var laborer = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid();
        using var officer = await stack.Chain.As("verification", "reader", "task-force");
        await Eventually.Get(
            () => officer.GetFromJsonAsync<JsonElement>("work?state=waiting&limit=1000"),
            work => work.GetProperty("items").EnumerateArray().Any(i => i.GetProperty("laborer").GetGuid() == laborer));
        return laborer;
    }

    /// <summary>A figure of the dispatch table.</summary>
    public static async Task<long> Figure(RunningStack stack, string column)
    {
        using var leader = await stack.Chain.As("reporting", "reader", "leader");
        return (await leader.GetFromJsonAsync<JsonElement>("dispatch?formYear=2020")).GetProperty("total").GetProperty(column).GetInt64();
    }
}
