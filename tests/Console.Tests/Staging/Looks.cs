using Guzhang.AppHost;
using Microsoft.Playwright;

namespace Guzhang.Console.Tests.Staging;

/// <summary>
/// How a page looks, light and dark, on a desk and on a phone, and what is wrong with it. With GUZHANG_TEST_PICTURES=1 also pictures for
/// somebody to look at, under artifacts/screenshots.
/// </summary>
internal static class Looks
{
    private const int Desk = 1280;
    private const int Phone = 390;

    /// <summary>A desk's screen at 200%.</summary>
    private const int Enlarged = 640;

    private static readonly bool WithPictures = Environment.GetEnvironmentVariable("GUZHANG_TEST_PICTURES") == "1";
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Repository.Find().Root, "artifacts", "screenshots")).FullName;

    /// <summary>axe's serious faults in light and dark, and widths at which the page is wider than the screen; empty where there is none.</summary>
    public static async Task<IReadOnlyList<string>> Faults(IPage page, string name)
    {
        var faults = new List<string>();
        await page.AddStyleTagAsync(new() { Content = "*, *::before, *::after { transition: none !important; animation-duration: 0s !important; }" });
        foreach (var look in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = look });
            await page.WaitForFunctionAsync("look => document.documentElement.dataset.look === look", $"{look}".ToLowerInvariant());
            await page.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
            faults.AddRange((await Axe.Faults(page, coloursOnly: look == ColorScheme.Dark)).Select(f => $"{name}, {look}: {f}"));
            await Picture(page, name, Desk, look);
        }

        foreach (var width in (int[])[Enlarged, Phone])
        {
            await page.SetViewportSizeAsync(width, 900);
            if (!await Fits(page, width))
            {
                faults.Add($"{name}: at {width} the page is {await Needed(page)} wide");
            }
        }

        await Picture(page, name, Phone, ColorScheme.Light);
        await page.SetViewportSizeAsync(Desk, 900);
        return faults;
    }

    private static async Task<bool> Fits(IPage page, int width)
    {
        try
        {
            await page.WaitForFunctionAsync("width => document.documentElement.scrollWidth <= width", width, new() { Timeout = 3_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static Task<int> Needed(IPage page) => page.EvaluateAsync<int>("document.documentElement.scrollWidth");

    private static Task Picture(IPage page, string name, int width, ColorScheme look) => !WithPictures ? Task.CompletedTask : page.ScreenshotAsync(new()
    {
        Path = Path.Combine(Pictures, $"{name}-{width}-{look}.png".ToLowerInvariant()),
        FullPage = true,
    });
}
