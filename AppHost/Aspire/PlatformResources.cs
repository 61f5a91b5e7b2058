using Guzhang.AppHost.Planning;
using Microsoft.Extensions.Configuration;

namespace Guzhang.AppHost.Aspire;

/// <summary>The plan as resources: every server, database and service, with what each needs and waits for.</summary>
internal sealed class PlatformResources
{
    private readonly IDistributedApplicationBuilder builder;
    private readonly Repository repository;
    private readonly Values values;
    private readonly Dictionary<string, IResourceBuilder<IResource>> resources = [];

    public PlatformResources(IDistributedApplicationBuilder builder, Repository repository)
    {
        this.builder = builder;
        this.repository = repository;
        values = new Values(builder, repository);
        Plan = AspirePlan.Of(repository.CountyCode, builder.Configuration.GetValue<bool>("eventstoredb"), trials: builder.ExecutionContext.IsRunMode);
        foreach (var secret in Plan.Secrets)
        {
            values.Secret(secret);
        }
        Servers = [.. Plan.Servers.Select(Add)];
        // All endpoints first: services name each other.
        Services = [.. Plan.Services.Select(planned => (planned, Add(planned)))];
        foreach (var (planned, service) in Services)
        {
            Connect(planned, service);
        }
        if (builder.ExecutionContext.IsRunMode)
        {
            Demo.Add(builder, repository, values, Services);
        }
    }

    public AspirePlan Plan { get; }

    public IReadOnlyList<IResourceBuilder<ContainerResource>> Servers { get; }

    public IReadOnlyList<(PlannedService Planned, IResourceBuilder<ProjectResource> Resource)> Services { get; }

    private IResourceBuilder<ContainerResource> Add(PlannedServer server)
    {
        var container = server.Name switch
        {
            Topology.Postgres => Postgres(server),
            Topology.RabbitMq => RabbitMq(server),
            _ => EventStoreDb(server),
        };
        foreach (var (name, value) in server.Environment)
        {
            container.WithEnvironment(name, values.Expression(value, server.Name));
        }
        if (server.Start is { } start)
        {
            container.WithEntrypoint("sh").WithArgs("-c", start);
        }
        container.WithVolume($"{server.Name}-data", server.Data);
        resources.Add(server.Name, container);
        return container;
    }

    private IResourceBuilder<ContainerResource> Postgres(PlannedServer server)
    {
        var postgres = builder.AddPostgres(server.Name, password: values.Secret(new Placeholder("secret", $"{Topology.Postgres}/superuser")));
        foreach (var database in Plan.Databases)
        {
            postgres.AddDatabase($"{database}-database", database);
        }
        values.Know(Topology.Postgres, postgres.GetEndpoint("tcp"));
        return builder.CreateResourceBuilder<ContainerResource>(postgres.Resource);
    }

    private IResourceBuilder<ContainerResource> RabbitMq(PlannedServer server)
    {
        var user = builder.AddParameter("rabbitmq-user", Native.RabbitServer.AdminUser, publishValueAsDefault: true);
        var rabbit = builder.AddRabbitMQ(server.Name, user, values.Secret(new Placeholder("secret", $"{Topology.RabbitMq}/admin")))
            .WithManagementPlugin()
            .WithUrlForEndpoint("management", url => url.DisplayText = "Management");
        values.Know(Topology.RabbitMq, rabbit.GetEndpoint("tcp"));
        values.Know(Topology.BrokerManagement, rabbit.GetEndpoint("management"));
        return builder.CreateResourceBuilder<ContainerResource>(rabbit.Resource);
    }

    private IResourceBuilder<ContainerResource> EventStoreDb(PlannedServer server)
    {
        var store = builder.AddContainer(server.Name, "eventstore/eventstore", "23.10.0-bookworm-slim")
            .WithHttpEndpoint(targetPort: server.Endpoints[AspirePlan.EventStoreDb], name: "http")
            .WithHttpHealthCheck("/health/live");
        values.Know(AspirePlan.EventStoreDb, store.GetEndpoint("http"));
        return store;
    }

    private IResourceBuilder<ProjectResource> Add(PlannedService planned)
    {
        var service = builder.AddProject(planned.Service.Name, Path.Combine(repository.Root, planned.Service.ProjectFile), launchProfileName: null)
            .WithHttpEndpoint(targetPort: builder.ExecutionContext.IsPublishMode ? AspirePlan.ServicePort : null, name: "http")
            .WithOtlpExporter();
        if (planned.Service.MeetsBrowsers)
        {
            service.WithExternalHttpEndpoints();
        }
        values.Know(planned.Service.Name, service.GetEndpoint("http"));
        resources.Add(planned.Service.Name, service);
        return service;
    }

    private void Connect(PlannedService planned, IResourceBuilder<ProjectResource> service)
    {
        foreach (var (name, value) in planned.Environment)
        {
            // Aspire says itself where telemetry goes.
            if (value != Placeholder.Telemetry)
            {
                service.WithEnvironment(name, values.Expression(value, planned.Service.Name));
            }
        }
        foreach (var needed in planned.WaitsFor)
        {
            service.WaitFor(resources[needed]);
        }
        foreach (var called in planned.Service.Calls)
        {
            service.WithReferenceRelationship(resources[called].Resource);
        }
        service.WithProbes();
        Links.Add(planned, service);
        if (builder.ExecutionContext.IsRunMode)
        {
            Commands.Add(planned, service, values, repository);
        }
    }
}
