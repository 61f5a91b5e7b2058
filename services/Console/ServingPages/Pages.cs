using Guzhang.ServiceDefaults;

namespace Guzhang.Console.ServingPages;

/// <summary>The console's files: the browser's program, and the county's policy data that the form's rules need there.</summary>
internal static class Pages
{
    private static readonly string[] PolicyFiles = ["divisions.json", "calendar.json", "counting.json"];

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        var county = app.Configuration.Required("County:Directory");
        foreach (var file in PolicyFiles)
        {
            app.MapPolicy(file, Path.Combine(county, file));
        }

        app.MapPolicy("china/divisions.json", Path.Combine(county, "..", "china", "divisions.json"));
        app.MapFallbackToFile("index.html");
    }

    private static void MapPolicy(this WebApplication app, string name, string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new SettingException($"县级政策文件不可用（County:Directory）：缺少 {path}");
        }

        app.MapGet($"/county/{name}", () => Results.File(file.FullName, "application/json", lastModified: file.LastWriteTimeUtc));
    }
}
