using Guzhang.AppHost.Native;
using Guzhang.AppHost.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Guzhang.AppHost.Aspire;

/// <summary>The loader of the demo county: a resource that waits to be started, and a button of Collection that starts it.</summary>
internal static class Demo
{
    public static void Add(
        IDistributedApplicationBuilder builder, Repository repository, Values values,
        IReadOnlyList<(PlannedService Planned, IResourceBuilder<ProjectResource> Resource)> services)
    {
        ClientsFile.Write(values.Home.Secrets, repository.CountyCode);
        var demo = builder.AddProject(Topology.Demo.Name, Path.Combine(repository.Root, Topology.Demo.ProjectFile), launchProfileName: null)
            .WithArgs("load", "--credentials", ClientsFile.PathIn(values.Home.Secrets), "--out", Path.Combine(values.Home.Folder, "demo"))
            .WithExplicitStart()
            .ExcludeFromManifest();
        foreach (var (planned, service) in services.Where(service => service.Planned.Service.HasDatabase))
        {
            demo.WithArgs($"--{planned.Service.Name}", service.GetEndpoint("http")).WaitFor(service);
        }
        services.Single(service => service.Planned.Service.Name == "collection").Resource.WithCommand(
            "load-demo", "Load the demo county",
            context => context.ServiceProvider.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(demo.Resource, KnownResourceCommands.StartCommand, context.CancellationToken),
            new CommandOptions { IconName = "PeopleAdd", ConfirmationMessage = "Loads made-up people, October to December 2020, into this installation. Go on?" });
    }
}
