using AwesomeAssertions;
using Guzhang.AppHost;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>WEB-01 on every page: no serious fault by axe in light and dark, nothing wider than a phone or a page at 200%, no error.</summary>
public sealed class EveryPageTests(RunningStack stack, Chromium chromium)
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Repository.Find().Root, "artifacts", "screenshots")).FullName;

    [Theory(Skip = WholeConsole.Reason, SkipUnless = nameof(WholeConsole.IsAsked), SkipType = typeof(WholeConsole)), Trait("Req", "WEB-01")]
    [InlineData("operator", "433126", "/", "石管理")]
    [InlineData("operator", "433126", "/accounts", "用户和角色")]
    [InlineData("operator", "433126", "/imports", "导入采集表")]
    [InlineData("operator", "433126", "/subscribers", "订阅系统")]
    [InlineData("task-force", "433126", "/", "张专班")]
    [InlineData("task-force", "433126", "/work", "采集表确认")]
    [InlineData("task-force", "433126", "/people", "查人")]
    [InlineData("task-force", "433126", "/people/{person}", "向*英")]
    [InlineData("task-force", "433126", "/export", "导出采集表")]
    [InlineData("leader", "433126", "/targets", "目标任务")]
    [InlineData("leader", "433126", "/dispatch", "调度表")]
    [InlineData("leader", "433126", "/dispatch/submitted/people", "已提交")]
    [InlineData("hr-bureau", "433126", "/qualifying", "符合条件名单")]
    [InlineData("hr-bureau", "433126", "/cases", "“72小时”跟踪")]
    [InlineData("town-clerk", "433126101", "/people/{person}/report", "报告失业返乡")]
    [InlineData("leader", "433126", "/leaving", "退出登录")]
    public async Task Given_a_page_then_axe_finds_nothing_serious_in_light_or_dark_and_it_fits_a_phone_and_200_percent(string role, string division, string path, string title)
    {
        if (path.Contains("{person}", StringComparison.Ordinal))
        {
            path = path.Replace("{person}", $"{await People.File(stack, SampleForm.OfSomebodyNew())}", StringComparison.Ordinal);
        }

        await using var open = await chromium.Open(stack, role, division);
        await open.Goto(path, title);
        await Settled(open.Page);
        var faults = new List<string>();

        foreach (var look in (string[])["浅色", "深色"])
        {
            var turn = open.Page.GetByRole(AriaRole.Button, new() { Name = $"换成{look}" });
            if (await turn.CountAsync() > 0)
            {
                await turn.ClickAsync();
                await open.Page.GetByRole(AriaRole.Button, new() { Name = $"换成{(look == "深色" ? "浅色" : "深色")}" }).WaitForAsync();
            }

            await open.Page.WaitForTimeoutAsync(400); // colours fade over
            faults.AddRange((await Axe.Faults(open.Page)).Select(f => $"{look}: {f}"));
            foreach (var width in (int[])[1280, 640, 390])
            {
                await open.Page.SetViewportSizeAsync(width, 900);
                await open.Page.WaitForTimeoutAsync(300);
                var needed = await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                if (needed > width)
                {
                    faults.Add($"{look}: at {width} the page is {needed} wide");
                }

                if (width != 640)
                {
                    var name = $"{role}{path[..Math.Min(path.Length, 20)].Replace('/', '-')}-{width}-{(look == "深色" ? "dark" : "light")}.png";
                    await open.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name), FullPage = true });
                }
            }

            await open.Page.SetViewportSizeAsync(1280, 900);
        }

        faults.Should().BeEmpty();
        open.Errors.Should().BeEmpty();
    }

    [Fact(Skip = WholeConsole.Reason, SkipUnless = nameof(WholeConsole.IsAsked), SkipType = typeof(WholeConsole)), Trait("Req", "WEB-01")]
    public async Task Given_nobody_signed_in_then_axe_finds_nothing_serious_on_the_first_page()
    {
        await using var open = await chromium.Open(stack.Address);
        await open.Page.GotoAsync("/");
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "登录" }).WaitForAsync();

        (await Axe.Faults(open.Page)).Should().BeEmpty();
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "signed-out-1280-light.png") });
    }

    private static async Task Settled(IPage page)
    {
        await Assertions.Expect(page.Locator(".state [role=progressbar]")).ToHaveCountAsync(0);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }
}
