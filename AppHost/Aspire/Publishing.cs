using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Guzhang.AppHost.Planning;

namespace Guzhang.AppHost.Aspire;

/// <summary>
/// What is published besides what the resources say: what of a service must outlive its container, and the county's policy
/// data, which are mounted and not built in: another county is another folder.
/// </summary>
internal static class Publishing
{
    public static void Add(IDistributedApplicationBuilder builder, PlatformResources platform)
    {
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return;
        }
        foreach (var (planned, service) in platform.Services)
        {
            service.WithAnnotation(new ContainerMountAnnotation($"{planned.Service.Name}-data", AspirePlan.Home, ContainerMountType.Volume, isReadOnly: false));
        }
        switch (builder.Configuration["target"])
        {
            case "compose":
                Compose(builder, platform);
                break;
            case "kubernetes":
                Kubernetes.Add(builder, platform);
                break;
        }
    }

    /// <summary>Folders of policy data and the files in each.</summary>
    public static IEnumerable<IGrouping<string, string>> CountyFiles()
    {
        var root = Path.GetDirectoryName(Repository.Find().County)!;
        return new[] { "china", Path.GetFileName(Topology.County) }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder)))
            .Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .GroupBy(file => Path.GetFileName(Path.GetDirectoryName(file)!));
    }

    private static void Compose(IDistributedApplicationBuilder builder, PlatformResources platform)
    {
        builder.AddDockerComposeEnvironment("compose").ConfigureComposeFile(_ => CopyCounty(builder.Configuration["Pipeline:OutputPath"] ?? "."));
        foreach (var (server, planned) in platform.Servers.Zip(platform.Plan.Servers))
        {
            server.PublishAsDockerComposeService((_, compose) =>
            {
                compose.Restart = "unless-stopped";
                compose.Healthcheck = planned.Health is { } check
                    ? new Healthcheck { Test = ["CMD-SHELL", check], Interval = "5s", Timeout = "10s", Retries = 24, StartPeriod = "20s" }
                    : null;
            });
        }
        var checkedServers = platform.Plan.Servers.Where(server => server.Health is not null).Select(server => server.Name).ToHashSet();
        foreach (var (_, service) in platform.Services)
        {
            service.PublishAsDockerComposeService((_, compose) =>
            {
                // A service that meets a database or an Identity that isn't ready yet ends, and is started again.
                compose.Restart = "unless-stopped";
                foreach (var (name, dependency) in compose.DependsOn.Where(needed => checkedServers.Contains(needed.Key)))
                {
                    dependency.Condition = "service_healthy";
                }
                compose.AddVolume(new Volume { Name = "county", Type = "bind", Source = "./county", Target = AspirePlan.CountyMount, ReadOnly = true });
            });
        }
    }

    /// <summary>Beside the Compose file, from where it mounts them.</summary>
    private static void CopyCounty(string output)
    {
        foreach (var folder in CountyFiles())
        {
            Directory.CreateDirectory(Path.Combine(output, "county", folder.Key));
            foreach (var file in folder)
            {
                File.Copy(file, Path.Combine(output, "county", folder.Key, Path.GetFileName(file)), overwrite: true);
            }
        }
    }
}
