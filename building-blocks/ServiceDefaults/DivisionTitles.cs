using System.Text.Json;

namespace Guzhang.ServiceDefaults;

/// <summary>What the county, its towns and villages are called, from its divisions.json.</summary>
public sealed class DivisionTitles
{
    private readonly Dictionary<string, string> names = [];

    private DivisionTitles()
    {
    }

    /// <summary>The name of a code, a village's after its town's; the code itself where it is unknown.</summary>
    public string Of(string code) => names.GetValueOrDefault(code, code);

    /// <param name="directory">County:Directory</param>
    /// <exception cref="SettingException">The file is missing or not as expected.</exception>
    public static DivisionTitles From(string directory) => CountyFiles.Load(directory, files =>
    {
        var county = files.Read("divisions.json").Parse<JsonElement>();
        var titles = new DivisionTitles();
        titles.Add(county.GetProperty("county"), "");
        foreach (var town in county.GetProperty("towns").EnumerateArray())
        {
            var name = titles.Add(town, "");
            foreach (var village in town.GetProperty("villages").EnumerateArray())
            {
                titles.Add(village, name);
            }
        }

        return titles;
    });

    private string Add(JsonElement division, string before)
    {
        var name = before + division.GetProperty("name").GetString();
        return names[division.GetProperty("code").GetString()!] = name;
    }
}
