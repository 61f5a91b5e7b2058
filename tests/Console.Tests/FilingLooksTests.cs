using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>The pages of filing on a wide screen and on a phone, light and dark: nothing beside the page's edge, no serious fault of accessibility.</summary>
[Trait("Req", "WEB-01"), Trait("Req", "WEB-02")]
public sealed class FilingLooksTests(RunningStack stack, Chromium chromium)
{
    private const string Town = "433126101";

    [Fact]
    public async Task Given_the_pages_of_filing_then_each_fits_the_screen_and_axe_finds_nothing_serious()
    {
        var official = stack.As("collector", Town);
        var (returned, changed) = (await Filing.File(stack, official, SampleForm.NewResidentId()), await Filing.File(stack, official, SampleForm.NewResidentId()));
        await Filing.Decide(stack, returned, "returns", "returned");
        await Filing.Update(stack, official, changed, 1, new { annualIncome = 26000, monthlyWage = 3600 });
        await using var open = await chromium.OpenAlone(stack, "collector", Town);
        var faults = new List<string>();

        await open.Goto("/", official.Name);
        faults.AddRange(await Looks.Faults(open.Page, "collector"));

        await open.Goto("/my-work", "我的任务");
        await open.Page.Locator("table.list tbody tr").First.WaitForAsync();
        faults.AddRange(await Looks.Faults(open.Page, "my-work"));

        await open.Goto($"/form/{changed}", "向*英的采集表");
        await open.Page.Locator(".was").First.WaitForAsync();
        faults.AddRange(await Looks.Faults(open.Page, "form-read"));

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
        faults.AddRange(await Looks.Faults(open.Page, "form-findings"));

        faults.Should().BeEmpty();
        open.Errors.Should().BeEmpty();
    }
}
