using System.Text.Json.Nodes;
using Guzhang.ServiceDefaults;

namespace Guzhang.Identity.Subscribing;

/// <summary>Codes of the county's towns, from the county's divisions.json.</summary>
internal sealed record CountyTowns(IReadOnlySet<string> Codes)
{
    public static CountyTowns From(IConfiguration settings) => new(
        JsonNode.Parse(File.ReadAllText(Path.Combine(settings.Required("County:Directory"), "divisions.json")))!["towns"]!.AsArray()
            .Select(town => (string)town!["code"]!).ToHashSet());
}
