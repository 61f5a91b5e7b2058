using Guzhang.AppHost.Planning;

namespace Guzhang.AppHost.Aspire;

/// <summary>The pages that belong to a service, as the dashboard shows them, and how it is asked whether it can work.</summary>
internal static class Links
{
    public static void Add(PlannedService planned, IResourceBuilder<ProjectResource> service)
    {
        if (planned.Service.Name == Topology.Console.Name)
        {
            service.WithUrlForEndpoint("http", url => url.DisplayText = "Console");
            return;
        }
        service.WithUrlForEndpoint("http", url => (url.Url, url.DisplayText) = (Topology.ApiPage, "Interface"));
        if (planned.Service.Name == "identity")
        {
            service.WithUrlForEndpoint("http", endpoint => new ResourceUrlAnnotation { Url = "/account", DisplayText = "Sign in", Endpoint = endpoint });
        }
    }

    /// <summary>Each is also a health check that others wait for.</summary>
#pragma warning disable ASPIREPROBES001 // Probes are still called experimental in 13.1.
    public static void WithProbes(this IResourceBuilder<ProjectResource> service) => service
        .WithHttpProbe(ProbeType.Readiness, Topology.ReadyPath, timeoutSeconds: 5, endpointName: "http")
        .WithHttpProbe(ProbeType.Liveness, Topology.LivePath, timeoutSeconds: 5, failureThreshold: 6, endpointName: "http");
#pragma warning restore ASPIREPROBES001
}
