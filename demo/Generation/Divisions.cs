using System.Text.Json;

namespace Guzhang.Demo.Generation;

/// <summary>A village of the county and the town it belongs to; codes of 12 and 9 digits.</summary>
public sealed record Village(string Code, string Name, string TownCode, string TownName);

/// <summary>The seven towns and their villages, from county/guzhang/divisions.json.</summary>
public static class Divisions
{
    public static IReadOnlyList<(string Code, string Name)> Towns { get; }
    public static IReadOnlyList<Village> Villages { get; }

    static Divisions()
    {
        using var stream = typeof(Divisions).Assembly.GetManifestResourceStream("divisions.json")!;
        using var json = JsonDocument.Parse(stream);
        var towns = new List<(string, string)>();
        var villages = new List<Village>();
        foreach (var town in json.RootElement.GetProperty("towns").EnumerateArray())
        {
            var (code, name) = (Text(town, "code"), Text(town, "name"));
            towns.Add((code, name));
            villages.AddRange(town.GetProperty("villages").EnumerateArray()
                .Select(v => new Village(Text(v, "code"), Text(v, "name"), code, name)));
        }

        (Towns, Villages) = (towns, villages);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
