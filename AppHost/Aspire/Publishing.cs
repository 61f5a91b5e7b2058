using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Guzhang.AppHost.Planning;

namespace Guzhang.AppHost.Aspire;

/// <summary>
/// What is published besides what the resources say: what of a service must outlive its container, and the county's policy
/// data, which are mounted and not built in: another county is another folder.
/// </summary>
internal static class Publishing
{
    private static readonly string[] CountyFolders = ["china", Path.GetFileName(Topology.County)];

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
                builder.AddDockerComposeEnvironment("compose").ConfigureComposeFile(_ => CopyCounty(builder));
                platform.Services.ToList().ForEach(service => service.Resource.PublishAsDockerComposeService((_, compose) => compose.AddVolume(
                    new Volume { Name = "county", Type = "bind", Source = "./county", Target = AspirePlan.CountyMount, ReadOnly = true })));
                break;
            case "kubernetes":
                builder.AddKubernetesEnvironment("kubernetes").WithProperties(kubernetes =>
                {
                    (kubernetes.HelmChartName, kubernetes.HelmChartDescription) = ("guzhang", "Guzhang Platform");
                    (kubernetes.DefaultStorageType, kubernetes.DefaultStorageSize) = ("pvc", "10Gi");
                });
                platform.Services.ToList().ForEach(service => service.Resource.PublishAsKubernetesService(kubernetes => Mount(kubernetes, service.Planned)));
                break;
        }
    }

    /// <summary>Beside the Compose file, where it mounts them from.</summary>
    private static void CopyCounty(IDistributedApplicationBuilder builder)
    {
        var output = builder.Configuration["Pipeline:OutputPath"] ?? ".";
        foreach (var file in Files())
        {
            var copy = Path.Combine(output, "county", Path.GetFileName(Path.GetDirectoryName(file))!, Path.GetFileName(file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static void Mount(KubernetesResource kubernetes, PlannedService planned)
    {
        var pod = kubernetes.Workload!.PodTemplate.Spec;
        // The images' user: what is mounted for it must be its own.
        pod.SecurityContext = new PodSecurityContextV1 { FsGroup = 1654, RunAsNonRoot = true };
        foreach (var folder in CountyFolders)
        {
            pod.Volumes.Add(new VolumeV1 { Name = $"county-{folder}", ConfigMap = new ConfigMapVolumeSourceV1 { Name = $"county-{folder}" } });
            pod.Containers[0].VolumeMounts.Add(new VolumeMountV1 { Name = $"county-{folder}", MountPath = $"{AspirePlan.CountyMount}/{folder}", ReadOnly = true });
            // One service brings them for all.
            if (planned.Service.Name == "identity")
            {
                var map = new ConfigMap { Metadata = { Name = $"county-{folder}" } };
                foreach (var file in Files().Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == folder))
                {
                    map.Data[Path.GetFileName(file)] = File.ReadAllText(file);
                }
                kubernetes.AdditionalResources.Add(map);
            }
        }
    }

    private static IEnumerable<string> Files() =>
        CountyFolders.SelectMany(folder => Directory.GetFiles(Path.Combine(Repository.Find().Root, Path.GetDirectoryName(Topology.County)!, folder), "*.*")
            .Where(file => !file.EndsWith(".md", StringComparison.Ordinal)));
}
