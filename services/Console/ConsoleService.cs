using Guzhang.Console.ServingPages;

namespace Guzhang.Console;

/// <summary>控制台: the gateway between the browser and the services, and the pages themselves.</summary>
public static class ConsoleService
{
    /// <summary>Builds the service. The settings it needs are in AppHost/Topology.cs.</summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/health/ready");
        app.MapPages();
        return Task.FromResult(app);
    }
}
