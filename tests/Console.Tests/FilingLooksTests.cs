using AwesomeAssertions;
using Guzhang.AppHost;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>The pages of filing on a wide screen and on a phone, light and dark: nothing beside the page's edge, no serious fault of accessibility.</summary>
[Trait("Req", "WEB-01"), Trait("Req", "WEB-02")]
public sealed class FilingLooksTests(RunningStack stack, Chromium chromium)
{
    private const string Town = "433126101";

    [Theory(Skip = WholeConsole.Reason, SkipUnless = nameof(WholeConsole.IsAsked), SkipType = typeof(WholeConsole))]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Given_the_pages_of_filing_then_each_fits_the_screen_and_axe_finds_nothing_serious(int width, ColorScheme look)
    {
        var official = stack.As("collector", Town);
        var (returned, changed) = (await Filing.File(stack, official, SampleForm.NewResidentId()), await Filing.File(stack, official, SampleForm.NewResidentId()));
        await Filing.Decide(stack, returned, "returns", "returned");
        await Filing.Update(stack, official, changed, 1, new { annualIncome = 26000, monthlyWage = 3600 });
        await using var open = await chromium.Open(stack, "collector", Town);
        await open.Page.SetViewportSizeAsync(width, 900);
        await open.Page.EmulateMediaAsync(new() { ColorScheme = look });

        await open.Goto("/my-work", "我的任务");
        await open.Page.Locator("table.list tbody tr").First.WaitForAsync();
        await Check(open, "my-work", width, look);

        await open.Goto($"/form/{changed}", "向*英的采集表");
        await open.Page.Locator(".was").First.WaitForAsync();
        await Check(open, "form-read", width, look);

        await open.Goto("/form", "填写采集表");
        var sheet = new Sheet(open.Page);
        await sheet.Fill("name", "向3英");
        await sheet.Box("working", "yes").CheckAsync();
        await sheet.Box("workMonths", "2020-05").CheckAsync();
        await sheet.Fill("monthsWorked", "13");
        await sheet.Box("employmentForm", "other").CheckAsync();
        await sheet.Box("verification", "unreachable").CheckAsync();
        await open.Page.Locator(".filing-bar .act").ClickAsync();
        await open.Page.Locator("#findings").WaitForAsync();
        await Check(open, "form-findings", width, look);
        open.Errors.Should().BeEmpty();
    }

    private static async Task Check(OpenPage open, string name, int width, ColorScheme look)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Find().Root, "artifacts", "screenshots"));
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(folder.FullName, $"{name}-{width}-{look}.png".ToLowerInvariant()), FullPage = true });
        (await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width, name);
        (await Axe.Faults(open.Page)).Should().BeEmpty(name);
    }
}
