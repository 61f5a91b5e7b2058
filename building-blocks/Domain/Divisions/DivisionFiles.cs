using System.Text.Json;

namespace Guzhang.Domain;

/// <summary>The two files behind <see cref="Divisions"/>.</summary>
internal static class DivisionFiles
{
    /// <summary>The county's file: its province, prefecture and county, and its towns each followed by their villages.</summary>
    public static (Divisions Divisions, List<Division> Towns) ReadCounty(string json, Func<Division, Division, Division, Divisions> make)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var divisions = make(One(root.GetProperty("province")), One(root.GetProperty("prefecture")), One(root.GetProperty("county")));
        List<Division> towns = [];
        foreach (var town in root.GetProperty("towns").EnumerateArray())
        {
            towns.Add(One(town));
            foreach (var village in town.GetProperty("villages").EnumerateArray())
            {
                towns.Add(One(village));
            }
        }

        return (divisions, towns);
    }

    /// <summary>The country's file.</summary>
    public static void ReadNation(string json, Divisions divisions)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        foreach (var level in (ReadOnlySpan<string>)["provinces", "prefectures", "counties"])
        {
            foreach (var entry in root.GetProperty(level).EnumerateObject())
            {
                divisions.Add(new Division(entry.Name, entry.Value.GetString()!));
            }
        }

        foreach (var line in root.GetProperty("historical").EnumerateArray())
        {
            foreach (var code in line.GetString()!.Split(' '))
            {
                divisions.AddHistorical(code);
            }
        }

        foreach (var country in root.GetProperty("countries").EnumerateObject())
        {
            divisions.AddCountry(country.Name, country.Value.GetString()!);
        }
    }

    private static Division One(JsonElement element) =>
        new(element.GetProperty("code").GetString()!, element.GetProperty("name").GetString()!);
}
