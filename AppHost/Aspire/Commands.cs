using System.Net.Http.Headers;
using Guzhang.AppHost.Native;
using Guzhang.AppHost.Planning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Guzhang.AppHost.Aspire;

/// <summary>What an operator can have a service do, as buttons of its resource.</summary>
internal static class Commands
{
    public static void Add(PlannedService planned, IResourceBuilder<ProjectResource> service, Values values, Repository repository)
    {
        foreach (var command in planned.Commands)
        {
            service.WithCommand(command.Name, command.Title, context => RunAsync(planned, command, values, repository, context), new CommandOptions
            {
                IconName = "Play",
                UpdateState = state => state.ResourceSnapshot.HealthStatus is null or Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy
                    ? ResourceCommandState.Disabled
                    : ResourceCommandState.Enabled,
            });
        }
    }

    private static async Task<ExecuteCommandResult> RunAsync(
        PlannedService planned, OperatorCommand command, Values values, Repository repository, ExecuteCommandContext context)
    {
        try
        {
            using var identity = new IdentityClient(new Uri(values.Endpoint("identity").Url), values.Home.Secrets);
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(values.Endpoint(planned.Service.Name).Url) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await identity.TokenAsync("operator", repository.CountyCode, context.CancellationToken));
            var said = await command.RunAsync(http, context.CancellationToken);
            context.ServiceProvider.GetRequiredService<ResourceLoggerService>().GetLogger(context.ResourceName).LogInformation("{Command}: {Said}", command.Name, said);
            return CommandResults.Success();
        }
        catch (Exception e) when (e is HttpRequestException or StartFailedException)
        {
            return CommandResults.Failure(e);
        }
    }
}
