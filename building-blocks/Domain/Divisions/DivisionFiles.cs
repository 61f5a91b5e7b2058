using System.Text.Json;

namespace Guzhang.Domain;

/// <summary>The two files behind <see cref="Divisions"/>.</summary>
internal static class DivisionFiles
{
    /// <summary>The county's file: its province, prefecture and county, and its towns each followed by their villages.</summary>
    /// <exception cref="FormatException">A code is not of its level, does not lie under its parent, or stands twice; the shape is another.</exception>
    public static (Divisions Divisions, List<Division> Towns) ReadCounty(string json, Func<Division, Division, Division, Divisions> make)
    {
        try
        {
            return County(json, make);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or JsonException)
        {
            throw new FormatException($"divisions.json：不是有效的 JSON，或缺少 province、prefecture、county、towns 中的项目，或某项的类型不对（{e.Message}）", e);
        }
    }

    private static (Divisions Divisions, List<Division> Towns) County(string json, Func<Division, Division, Division, Divisions> make)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var province = One(root.GetProperty("province"), "", 2);
        var prefecture = One(root.GetProperty("prefecture"), province.Code, 4);
        var county = One(root.GetProperty("county"), prefecture.Code, 6);
        List<Division> towns = [];
        foreach (var entry in root.GetProperty("towns").EnumerateArray())
        {
            var town = One(entry, county.Code, 9);
            towns.Add(town);
            foreach (var village in entry.GetProperty("villages").EnumerateArray())
            {
                towns.Add(One(village, town.Code, 12));
            }
        }

        return towns.GroupBy(t => t.Code).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new FormatException($"divisions.json：代码 {twice.Key} 重复（{string.Join('、', twice.Select(t => t.Name))}）")
            : (make(province, prefecture, county), towns);
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

        foreach (var code in root.GetProperty("residencePermits").GetString()!.Split(' '))
        {
            divisions.AddHistorical(code);
        }

        foreach (var country in root.GetProperty("countries").EnumerateObject())
        {
            divisions.AddCountry(country.Name, country.Value.GetString()!);
        }
    }

    private static Division One(JsonElement element, string parent, int digits)
    {
        var division = new Division(element.GetProperty("code").GetString() ?? "", element.GetProperty("name").GetString() ?? "");
        return division.Code.Length == digits && division.Code.All(char.IsAsciiDigit) && division.Name.Length > 0
            && division.Code.StartsWith(parent, StringComparison.Ordinal)
                ? division
                : throw new FormatException($"divisions.json：“{division.Code}”{division.Name}应有名称和以“{parent}”开头的{digits}位数字代码");
    }
}
