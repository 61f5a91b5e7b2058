using Guzhang.ServiceDefaults;
using Microsoft.AspNetCore.ResponseCompression;

namespace Guzhang.Console.ServingPages;

/// <summary>The console's files: the browser's program, and the county's policy data that the form's rules need there.</summary>
internal static class Pages
{
    private static readonly string[] PolicyFiles = ["divisions.json", "calendar.json", "counting.json"];

    public static void AddPages(this WebApplicationBuilder builder) => builder.Services.AddResponseCompression(compression =>
    {
        compression.EnableForHttps = true; // of the policy files only, which hold nothing secret
        compression.Providers.Add<BrotliCompressionProvider>();
    });

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        var county = app.Configuration.Required("County:Directory");
        foreach (var file in PolicyFiles)
        {
            app.MapPolicy(file, Path.Combine(county, file));
        }

        app.MapPolicy("china/divisions.json", Path.Combine(county, "..", "china", "divisions.json"));
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/county", StringComparison.Ordinal), policy => policy.UseResponseCompression());
        app.MapFallbackToFile("index.html", new StaticFileOptions { OnPrepareResponse = page => page.Context.Response.Headers.CacheControl = "no-cache" });
    }

    private static void MapPolicy(this WebApplication app, string name, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new SettingException($"县级政策文件不可用（County:Directory）：缺少 {path}");
        }

        app.MapGet($"/county/{name}", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.File(file.FullName, "application/json", lastModified: file.LastWriteTimeUtc);
        });
    }
}
