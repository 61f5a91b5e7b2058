using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Guzhang.Console.Tests.Staging;

/// <summary>What axe finds on a page.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions Colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    /// <summary>Serious and critical faults, each with the rule and the elements; empty where there is none.</summary>
    /// <param name="page">the page as it stands</param>
    /// <param name="coloursOnly">only the rules that another look can break</param>
    public static async Task<IReadOnlyList<string>> Faults(IPage page, bool coloursOnly)
    {
        var found = await (coloursOnly ? page.RunAxe(Colours) : page.RunAxe());
        return [.. found.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id} ({v.Impact}): {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")];
    }
}
