using Guzhang.Audit;
using Guzhang.Console.Gateway;
using Guzhang.Console.ServingPages;
using Guzhang.Console.Sessions;
using Guzhang.ServiceDefaults;

namespace Guzhang.Console;

/// <summary>控制台: the pages, and the gateway between the browser and the services.</summary>
public static class ConsoleService
{
    /// <summary>
    /// Builds the service. The settings it needs are in AppHost/Topology.cs; Console:Address is where people find it, if that
    /// is not where it listens (behind a proxy that ends HTTPS).
    /// </summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(ConsoleService).Assembly.GetName().Name });
        builder.AddWebDefaults("console");
        // A build that was not published has the browser's files in the folders of their projects.
        builder.WebHost.UseStaticWebAssets();
        builder.AddSessions();
        builder.AddGateway();
        builder.AddPages();
        Migrations.Run(builder.Configuration.Required("ConnectionStrings:Database"), typeof(ConsoleService).Assembly);
        var app = builder.Build();
        app.UsePageHeaders();
        app.MapWebDefaults();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapSessions();
        app.MapGateway();
        app.MapPages();
        return Task.FromResult(app);
    }
}
