using System.Text.Json;
using Guzhang.ServiceDefaults;

namespace Guzhang.Identity.Subscribing;

/// <summary>The county's towns, from its divisions.json.</summary>
/// <param name="Codes">of the towns</param>
public sealed record CountyTowns(IReadOnlySet<string> Codes)
{
    /// <param name="directory">County:Directory</param>
    /// <exception cref="SettingException">The file is missing or not as expected.</exception>
    public static CountyTowns From(string directory) => CountyFiles.Load(directory, files => new CountyTowns(
        files.Read("divisions.json").Parse<JsonElement>().GetProperty("towns").EnumerateArray().Select(town => town.GetProperty("code").GetString()!).ToHashSet()));
}
