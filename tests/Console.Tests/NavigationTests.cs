using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>WEB-01: what each role finds, and that the way there is open to everybody.</summary>
public sealed class NavigationTests(RunningStack stack, Chromium chromium)
{
    [Theory, Trait("Req", "WEB-01")]
    [InlineData("operator", "433126", "导入采集表、用户和角色、订阅系统")]
    [InlineData("collector", "433126101", "查人、导入采集表、导出采集表、“72小时”跟踪")]
    [InlineData("town-clerk", "433126101", "采集表确认、目标任务、调度表、查人、导入采集表、导出采集表、符合条件名单、“72小时”跟踪")]
    [InlineData("task-force", "433126", "采集表确认、目标任务、调度表、查人、导出采集表、符合条件名单、“72小时”跟踪")]
    [InlineData("hr-bureau", "433126", "目标任务、调度表、查人、符合条件名单、“72小时”跟踪")]
    [InlineData("poverty-office", "433126", "目标任务、调度表、查人、符合条件名单、“72小时”跟踪")]
    [InlineData("leader", "433126", "目标任务、调度表、符合条件名单、“72小时”跟踪")]
    [InlineData("auditor", "433126", "目标任务、调度表、符合条件名单、“72小时”跟踪、用户和角色、订阅系统")]
    public async Task Given_a_role_when_somebody_with_it_signs_in_then_the_navigation_holds_its_pages(string role, string division, string pages)
    {
        await using var open = await chromium.Open(stack, role, division);
        await open.Page.GotoAsync("/");

        var entries = open.Page.GetByRole(AriaRole.Navigation, new() { Name = "主导航" }).GetByRole(AriaRole.Link);
        await entries.First.WaitForAsync();

        (await entries.AllInnerTextsAsync()).Select(t => t.Trim()).Where(t => t is not ("首页" or "填采集表" or "我的任务")).Should().Equal(pages.Split('、'));
        (await open.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).Should().Contain(stack.As(role, division).Name);
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "WEB-01")]
    public async Task Given_only_a_keyboard_when_somebody_moves_about_then_the_content_is_a_key_away_and_navigation_puts_the_focus_on_the_heading()
    {
        await using var open = await chromium.OpenAlone(stack, "leader");
        await open.Goto("/", stack.As("leader").Name);
        string? focused = await Focused(open.Page);
        focused.Should().Be("H1", "a page begins with its heading");

        await open.Page.EvaluateAsync("document.activeElement.blur(); window.getSelection().removeAllRanges();");
        await open.Page.ReloadAsync();
        await open.Page.Locator("a.skip").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await open.Page.Locator("a.skip").FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        (await Focused(open.Page)).Should().Be("MAIN");

        await open.Page.GetByRole(AriaRole.Navigation, new() { Name = "主导航" }).GetByRole(AriaRole.Link, new() { Name = "调度表" }).FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.GetByRole(AriaRole.Heading, new() { Name = "调度表", Level = 1 }).WaitForAsync();
        await Expect(open.Page.GetByRole(AriaRole.Heading, new() { Name = "调度表", Level = 1 })).ToBeFocusedAsync();
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "WEB-01")]
    public async Task Given_dark_chosen_when_the_console_is_opened_again_then_it_is_dark()
    {
        await using var open = await chromium.OpenAlone(stack, "leader");
        await open.Goto("/", stack.As("leader").Name);

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "换成深色" }).ClickAsync();
        await open.Page.ReloadAsync();

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "换成浅色" }).WaitForAsync();
        (await open.Page.EvaluateAsync<string>("document.documentElement.dataset.look")).Should().Be("dark");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "WEB-01")]
    public async Task Given_a_session_that_is_over_when_somebody_works_on_then_they_are_told_and_nothing_leaves_the_page()
    {
        await using var open = await chromium.OpenAlone(stack, "task-force");
        await open.Goto("/people", "查人");
        await open.Page.Context.ClearCookiesAsync();

        await open.Page.GetByLabel("查谁").FillAsync("向秀英");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "查找" }).ClickAsync();

        await open.Page.GetByText("登录已失效。页面上的内容还在").WaitForAsync();
        (await open.Page.GetByLabel("查谁").InputValueAsync()).Should().Be("向秀英");
        open.Page.Url.Should().EndWith("/people");
        open.Expect("401");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "WEB-01")]
    public async Task Given_the_console_opened_once_when_it_is_opened_without_a_network_then_it_starts_and_says_so()
    {
        await using var open = await chromium.OpenAlone(stack, "leader");
        await open.Goto("/", stack.As("leader").Name);
        await open.Page.EvaluateAsync("navigator.serviceWorker.ready");

        await open.Page.Context.SetOfflineAsync(true);
        await open.Page.GotoAsync("/dispatch");

        await open.Page.GetByText("没有连接：看到的可能不是最新的").WaitForAsync();
        (await open.Page.Locator(".who").InnerTextAsync()).Should().Contain(stack.As("leader").Name);
        await open.Page.Locator(".state.failed").GetByText("连不上平台").WaitForAsync();

        await open.Page.Context.SetOfflineAsync(false);
        await open.Page.Locator(".state.failed").GetByRole(AriaRole.Button, new() { Name = "再试一次" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Table).WaitForAsync();
        open.Expect("ERR_INTERNET_DISCONNECTED");
        open.Errors.Should().BeEmpty();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static Task<string> Focused(IPage page) => page.EvaluateAsync<string>("document.activeElement.tagName");
}
