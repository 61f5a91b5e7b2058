using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Guzhang.AppHost.Planning;

namespace Guzhang.AppHost.Aspire;

/// <summary>
/// The Helm chart. The publisher of 13.1 is a preview: what a cluster would refuse of what it writes is put right here, resource
/// by resource (docs/decisions/0015-aspire.md lists it).
/// </summary>
internal static partial class Kubernetes
{
    /// <summary>The user of .NET's images.</summary>
    private const int ImageUser = 1654;

    /// <summary>The user of EventStoreDB's image; PostgreSQL's and RabbitMQ's begin as root and make their data their own.</summary>
    private const int EventStoreDbUser = 1000;

    public static void Add(IDistributedApplicationBuilder builder, PlatformResources platform)
    {
        builder.AddKubernetesEnvironment("kubernetes").WithProperties(kubernetes =>
            (kubernetes.HelmChartName, kubernetes.HelmChartDescription) = ("guzhang", "Guzhang Platform"));
        foreach (var (server, planned) in platform.Servers.Zip(platform.Plan.Servers))
        {
            server.PublishAsKubernetesService(kubernetes =>
            {
                Correct(kubernetes, planned.Environment);
                if (planned.Name == AspirePlan.EventStoreDb)
                {
                    kubernetes.Workload!.PodTemplate.Spec.SecurityContext = new PodSecurityContextV1 { FsGroup = EventStoreDbUser };
                }
            });
        }
        foreach (var (planned, service) in platform.Services)
        {
            service.PublishAsKubernetesService(kubernetes =>
            {
                Correct(kubernetes, planned.Environment);
                MountCounty(kubernetes, withFiles: planned == platform.Services[0].Planned);
            });
        }
    }

    private static void Correct(KubernetesResource kubernetes, IReadOnlyDictionary<string, string> environment)
    {
        Claim(kubernetes);
        SetConfiguration(kubernetes.ConfigMap!, environment);
        foreach (var (key, value) in kubernetes.Secret?.StringData.ToList() ?? [])
        {
            kubernetes.Secret!.StringData[key] = SecretOrAddress().Replace(value, found => Required(found.Groups["kind"].Value, found.Groups["name"].Value));
        }
        foreach (var container in kubernetes.Workload!.PodTemplate.Spec.Containers)
        {
            foreach (var probe in new[] { container.ReadinessProbe, container.LivenessProbe })
            {
                if (probe?.HttpGet is { } get)
                {
                    get.Scheme = get.Scheme.ToUpperInvariant();
                }
            }
        }
        switch (kubernetes.Workload)
        {
            case Deployment deployment:
                // Two copies can't have the one volume.
                deployment.Spec.Strategy = new DeploymentStrategyV1 { Type = "Recreate", RollingUpdate = null! };
                break;
            case StatefulSet set:
                set.Spec.ServiceName = kubernetes.Service!.Metadata.Name;
                set.Spec.UpdateStrategy.RollingUpdate = null!;
                set.Spec.PersistentVolumeClaimRetentionPolicy = null!;
                break;
        }
    }

    /// <summary>A claim for each volume, that the cluster fills as it does; the publisher would name a volume of no kind beside it.</summary>
    private static void Claim(KubernetesResource kubernetes)
    {
        foreach (var volume in kubernetes.Workload!.PodTemplate.Spec.Volumes)
        {
            volume.EmptyDir = null;
            volume.PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceV1 { ClaimName = volume.Name };
            var claim = new PersistentVolumeClaim
            {
                Metadata = { Name = volume.Name },
                Spec = { DataSource = null!, DataSourceRef = null!, Selector = null!, AccessModes = { "ReadWriteOnce" } },
            };
            claim.Spec.Resources.Requests["storage"] = "10Gi";
            kubernetes.AdditionalResources.Add(claim);
        }
    }

    /// <summary>A secret is one value of the chart, whoever uses it, and so is a public address: without it nothing is installed.</summary>
    private static string Required(string kind, string name) => $"{{{{ required `{kind}.{name}` .Values.{kind}.{name} }}}}";

    /// <summary>
    /// What the publisher leaves without a value, or where the chart's values can't hold it: an address that is a parameter, a
    /// name with dots, several lines.
    /// </summary>
    private static void SetConfiguration(ConfigMap configuration, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (key, value) in environment.Where(variable => configuration.Data.ContainsKey(variable.Key)))
        {
            if (Placeholder.In(value).FirstOrDefault() is { Kind: "public" } address && value == Placeholder.Public(address.Name))
            {
                configuration.Data[key] = Required("config", $"{address.Name}_address");
            }
            else if (key.Contains('.', StringComparison.Ordinal) || value.Contains('\n', StringComparison.Ordinal))
            {
                configuration.Data[key] = value;
            }
        }
    }

    private static void MountCounty(KubernetesResource kubernetes, bool withFiles)
    {
        var pod = kubernetes.Workload!.PodTemplate.Spec;
        pod.SecurityContext = new PodSecurityContextV1 { FsGroup = ImageUser, RunAsUser = ImageUser, RunAsNonRoot = true };
        foreach (var folder in Publishing.CountyFiles())
        {
            var name = $"county-{folder.Key}";
            pod.Volumes.Add(new VolumeV1 { Name = name, ConfigMap = new ConfigMapVolumeSourceV1 { Name = name } });
            pod.Containers[0].VolumeMounts.Add(new VolumeMountV1 { Name = name, MountPath = $"{AspirePlan.CountyMount}/{folder.Key}", ReadOnly = true });
            if (withFiles)
            {
                var map = new ConfigMap { Metadata = { Name = name } };
                foreach (var file in folder)
                {
                    map.Data[Path.GetFileName(file)] = File.ReadAllText(file);
                }
                kubernetes.AdditionalResources.Add(map);
            }
        }
    }

    [GeneratedRegex(@"\{\{ \.Values\.((?<kind>secrets)\.[a-z]+\.(?<name>[a-z_]+)|(?<kind>config)\.[a-z]+\.(?<name>[a-z]+_address)) \}\}")]
    private static partial Regex SecretOrAddress();
}
