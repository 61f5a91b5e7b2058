using System.Net.Http.Headers;
using Guzhang.Console.Sessions;
using Guzhang.ServiceDefaults;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Guzhang.Console.Gateway;

/// <summary>/api/{service}/…: the services' interfaces for the pages, under the access token of whoever is signed in.</summary>
internal static class Gateway
{
    private const string Api = "/api";

    /// <summary>As large as Collection takes a workbook.</summary>
    private const long LargestUpload = 1_000_000_000;

    private static readonly string[] Services = ["collection", "verification", "subsidy", "jobmatching", "reporting"];

    /// <summary>Of Identity only what is administered: signing in and tokens are no business of a page's.</summary>
    private static readonly string[] OfIdentity = ["accounts", "subscribers", "officers"];

    public static void AddGateway(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        builder.Services.AddHttpClient(BusinessTime.Client, client =>
        {
            client.BaseAddress = settings.RequiredAddress("Services:collection");
            client.Timeout = TimeSpan.FromSeconds(3);
        });
        builder.Services.AddSingleton<BusinessTime>();
        builder.Services.AddSingleton(DivisionTitles.From(settings.Required("County:Directory")));
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [
                    .. Services.Select(service => Route(service, "{**rest}")),
                    Route("collection", "imports") with { MaxRequestBodySize = LargestUpload },
                    .. OfIdentity.Select(area => Route("identity", $"{area}/{{**rest}}")),
                ],
                [.. Services.Append("identity").Select(service => Cluster(service, settings.RequiredAddress($"Services:{service}")))])
            .AddTransforms(Transform);
    }

    public static void MapGateway(this WebApplication app)
    {
        app.MapReverseProxy(proxy => proxy.Use(async (http, next) =>
        {
            if (await SessionEndpoints.IsFromOwnPage(http))
                await next(http);
            else
                await SessionEndpoints.NotFromOwnPage().ExecuteAsync(http);
        })).RequireAuthorization();
        app.Map($"{Api}/{{**rest}}", () => Results.Problem(statusCode: 404));
    }

    private static RouteConfig Route(string service, string path) => new()
    {
        RouteId = $"{service} {path}",
        ClusterId = service,
        Match = new RouteMatch { Path = $"{Api}/{service}/{path}" },
    };

    private static ClusterConfig Cluster(string service, Uri address) => new()
    {
        ClusterId = service,
        Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = address.AbsoluteUri } },
    };

    private static void Transform(TransformBuilderContext context)
    {
        context.AddPathRemovePrefix($"{Api}/{context.Route.ClusterId}");
        context.AddRequestHeaderRemove(HeaderNames.Cookie);
        context.AddRequestHeaderRemove(SessionRegistration.FormHeader);
        context.AddRequestTransform(async request => request.ProxyRequest.Headers.Authorization =
            new AuthenticationHeaderValue("Bearer", await request.HttpContext.GetTokenAsync("access_token")));
        context.AddResponseHeaderRemove(HeaderNames.SetCookie);
        // The gateway's own: what a service allows its API page, nothing allows here.
        context.AddResponseHeaderRemove(HeaderNames.ContentSecurityPolicy);
        context.AddResponseHeaderRemove(HeaderNames.WWWAuthenticate);
    }
}
