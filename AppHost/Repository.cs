using System.Text.Json.Nodes;
using Guzhang.AppHost.Native;

namespace Guzhang.AppHost;

/// <summary>The clone that this program was built in.</summary>
public sealed record Repository(string Root, string Configuration)
{
    public string Local => Path.Combine(Root, ".local");

    public string County => Path.Combine(Root, Topology.County);

    /// <summary>Division code of the county that the policy data are for.</summary>
    public string CountyCode =>
        (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(County, "divisions.json")))?["county"]?["code"]
        ?? throw new StartFailedException($"{County}/divisions.json names no county");

    /// <summary>Division code of the county's first town, for the demo's officers of one town.</summary>
    public string FirstTownCode =>
        (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(County, "divisions.json")))?["towns"]?[0]?["code"]
        ?? throw new StartFailedException($"{County}/divisions.json names no town");

    /// <summary>Roles that people have, by name, with their titles: those of the access table but programs'.</summary>
    public IReadOnlyDictionary<string, string> PeoplesRoles =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "building-blocks/ServiceDefaults/access.json")))!["roles"]!.AsObject()
            .Where(role => role.Key is not ("service" or "subscriber")).ToDictionary(role => role.Key, role => (string)role.Value!);

    /// <summary>Found from our own place: ROOT/AppHost/bin/CONFIGURATION/net10.0, or a test's; a build with optional parts has its folder before the configuration.</summary>
    public static Repository Find()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        for (var folder = output; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Guzhang.Platform.sln")))
            {
                var way = Path.GetRelativePath(folder.FullName, output.Parent!.FullName).Split(Path.DirectorySeparatorChar);
                return new Repository(folder.FullName, Path.Combine([.. way.SkipWhile(part => part != "bin").Skip(1)]));
            }
        }
        throw new StartFailedException($"{AppContext.BaseDirectory} is not inside a clone of the platform");
    }

    /// <summary>Path of a built program of ours.</summary>
    public string Program(ServiceResource service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var path = Path.Combine(Root, service.Program(Configuration));
        if (service.IsGateway && Path.Combine(Path.GetDirectoryName(path)!, "publish", Path.GetFileName(path)) is var published && File.Exists(published))
        {
            return published; // ./run publishes it after every build; tests of a debug build do without
        }
        return File.Exists(path) ? path : throw new StartFailedException($"{service.Name} is not built ({path} is missing): ./run builds it");
    }
}
