using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Guzhang.Console.Tests.Staging;

/// <summary>What axe finds on a page.</summary>
internal static class Axe
{
    /// <summary>Serious and critical faults, each with the rule and the elements; empty where there is none.</summary>
    public static async Task<IReadOnlyList<string>> Faults(IPage page)
    {
        var found = await page.RunAxe();
        return [.. found.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id} ({v.Impact}): {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")];
    }
}
