using System.Text.Json.Nodes;
using Guzhang.ServiceDefaults;

namespace Guzhang.Identity.Subscribing;

/// <summary>The county's towns by code, and what its divisions are called, from the county's divisions.json.</summary>
/// <param name="Codes">of the towns</param>
/// <param name="Names">of the county, its towns and villages, each with what it lies in: 古丈县古阳镇</param>
public sealed record CountyTowns(IReadOnlySet<string> Codes, IReadOnlyDictionary<string, string> Names)
{
    public static CountyTowns From(IConfiguration settings)
    {
        var divisions = JsonNode.Parse(File.ReadAllText(Path.Combine(settings.Required("County:Directory"), "divisions.json")))!;
        var county = (string)divisions["county"]!["name"]!;
        var names = new Dictionary<string, string> { [(string)divisions["county"]!["code"]!] = county };
        var codes = new HashSet<string>();
        foreach (var town in divisions["towns"]!.AsArray().Select(node => node!))
        {
            codes.Add(Name(names, town, county));
            foreach (var village in town["villages"]?.AsArray() ?? [])
            {
                Name(names, village!, county + town["name"]);
            }
        }

        return new(codes, names);
    }

    private static string Name(Dictionary<string, string> names, JsonNode division, string within)
    {
        var code = (string)division["code"]!;
        names[code] = $"{within}{division["name"]}";
        return code;
    }
}
