using System.Diagnostics;
using Guzhang.AppHost;
using Guzhang.Console.Tests.Staging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Guzhang.Benchmarks;

/// <summary>
/// The console in a browser that has never seen it: bytes that come over the wire before its first page stands; and its start
/// without a network, by somebody who was signed in. Beside an empty page of Blazor and MudBlazor, compressed and kept alike.
/// </summary>
internal static class FirstLoadBench
{
    private const int Starts = 7;
    private const int MostBytes = 3_500_000;
    private const int MostMilliseconds = 1_500;

    public static async Task<IReadOnlyList<Line>> Run()
    {
        await using var chromium = new Chromium();
        await chromium.InitializeAsync();
        await using var empty = await EmptyPage();
        var address = new Uri(empty.Urls.Single());
        var (emptyBytes, emptyStart) = (await FirstLoad(chromium, address, "h1"), await OfflineStart(await chromium.Open(address), "h1"));
        await using var stack = new RunningStack { IsCompressed = true };
        await stack.InitializeAsync();
        var (bytes, start) = (await FirstLoad(chromium, stack.Address, "h1"), await OfflineStart(await chromium.Open(stack, "leader"), ".who"));
        return
        [
            new Line("first-load", bytes / 1e6, "MB", emptyBytes / 1e6, bytes <= MostBytes, "≤ 3.5 MB", "over the wire before the first page, Brotli"),
            new Line("first-load.offline", start / 1e3, "s", emptyStart / 1e3, start <= MostMilliseconds, "≤ 1.5 s", $"median of {Starts} starts without a network"),
        ];
    }

    private static async Task<double> FirstLoad(Chromium chromium, Uri address, string first)
    {
        await using var open = await chromium.Open(address);
        var network = await open.Page.Context.NewCDPSessionAsync(open.Page);
        await network.SendAsync("Network.enable");
        var bytes = 0.0;
        network.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += finished!.Value.GetProperty("encodedDataLength").GetDouble();
        await open.Page.GotoAsync("/");
        await open.Page.Locator(first).WaitForAsync();
        return bytes;
    }

    /// <summary>Milliseconds from the address to what is looked for.</summary>
    private static async Task<double> OfflineStart(OpenPage opened, string first)
    {
        await using var open = opened;
        await open.Page.GotoAsync("/");
        await open.Page.Locator(first).WaitForAsync();
        await open.Page.EvaluateAsync("navigator.serviceWorker.ready.then(() => 0)");
        await open.Page.Context.SetOfflineAsync(true);
        var times = new List<double>();
        for (var n = 0; n <= Starts; n++)
        {
            var started = Stopwatch.GetTimestamp();
            await open.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.Commit });
            await open.Page.Locator(first).WaitForAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.RemoveAt(0); // the browser compiles the program once and keeps it
        times.Sort();
        return Line.Percentile(times, 0.5);
    }

    private static async Task<WebApplication> EmptyPage()
    {
        var folder = Path.Combine(Repository.Find().Root, "artifacts", "empty-page");
        await Line.Output("dotnet", "publish", Path.Combine(Repository.Find().Root, "tests", "EmptyPage"), "-c", "Release", "-o", folder, "-nologo", "-v", "quiet", "-clp:NoSummary");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var files = new PhysicalFileProvider(Path.Combine(folder, "wwwroot"));
        var types = new FileExtensionContentTypeProvider { Mappings = { [".dat"] = "application/octet-stream" } };
        app.Run(async http =>
        {
            var path = http.Request.Path == "/" ? "/index.html" : http.Request.Path.Value!;
            var packed = files.GetFileInfo(path + ".br");
            var file = packed.Exists ? packed : files.GetFileInfo(path);
            if (!file.Exists)
            {
                http.Response.StatusCode = 404;
                return;
            }

            http.Response.ContentType = types.TryGetContentType(path, out var type) ? type : "application/octet-stream";
            http.Response.ContentLength = file.Length;
            if (packed.Exists)
            {
                http.Response.Headers.ContentEncoding = "br";
            }

            await http.Response.SendFileAsync(file);
        });
        await app.StartAsync();
        return app;
    }
}
