using Guzhang.ServiceDefaults.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Guzhang.ServiceDefaults.Http;

internal static class ApiDocument
{
    private const string Bearer = "Bearer";

    public static void AddApiDocument(this IServiceCollection services, string service) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = $"古丈县贫困劳动力稳岗就业平台 · {service}";
            document.Servers?.Clear(); // the address differs with the way it is reached
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "由身份服务 POST /connect/token 签发的访问令牌。",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            operation.Responses ??= [];
            operation.Responses.TryAdd("400", new OpenApiResponse { Description = ProblemTexts.Title(400) });
            if (metadata.OfType<NeededAction>().FirstOrDefault() is not { } needed || metadata.OfType<IAllowAnonymous>().Any())
                return Task.CompletedTask;
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = ProblemTexts.Title(401) });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = ProblemTexts.Title(403) });
            operation.Security ??= [];
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] });
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
            operation.Extensions["x-action"] = new JsonNodeExtension(needed.Action);
            operation.Description = $"{operation.Description}\n\n权限：{needed.Action}（{AccessTable.Current.RoleTitles(needed.Action)}）".Trim();
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/v1.json").AllowAnonymous();
        app.MapScalarApiReference("/scalar", page =>
        {
            page.DefaultFonts = false;
            page.DisableTelemetry();
        }).AllowAnonymous();
    }
}
