using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>WEB-01 on every page of every role: no serious fault by axe in light and dark, nothing wider than a phone or a page at 200%, no error.</summary>
[Trait("Req", "WEB-01")]
public sealed class EveryPageTests(RunningStack stack, Chromium chromium)
{
    private static readonly Dictionary<string, (string Path, string Title)[]> Pages = new()
    {
        ["operator"] = [("/", "石管理"), ("/accounts", "用户和角色"), ("/imports", "导入采集表"), ("/subscribers", "订阅系统")],
        ["task-force"] = [("/", "张专班"), ("/work", "采集表确认"), ("/people", "查人"), ("/people/{person}", "向*英"), ("/export", "导出采集表")],
        ["leader"] = [("/", "李领导"), ("/targets", "目标任务"), ("/dispatch", "调度表"), ("/dispatch/submitted/people", "已提交"), ("/leaving", "退出登录")],
        ["hr-bureau"] = [("/", "瞿人社"), ("/qualifying", "符合条件名单"), ("/cases", "“72小时”跟踪")],
        ["poverty-office"] = [("/", "周扶贫")],
        ["auditor"] = [("/", "陈审计"), ("/accounts", "用户和角色")],
        ["town-clerk"] = [("/", "向录入"), ("/people/{person}/report", "报告失业返乡")],
    };

    [Theory]
    [InlineData("operator")]
    [InlineData("task-force")]
    [InlineData("leader")]
    [InlineData("hr-bureau")]
    [InlineData("poverty-office")]
    [InlineData("auditor")]
    [InlineData("town-clerk", "433126101")]
    public async Task Given_a_role_s_pages_then_axe_finds_nothing_serious_in_light_or_dark_and_they_fit_a_phone_and_200_percent(string role, string division = "433126")
    {
        var person = Pages[role].Any(p => p.Path.Contains("{person}", StringComparison.Ordinal)) ? await People.File(stack, SampleForm.OfSomebodyNew()) : Guid.Empty;
        await using var open = await chromium.Open(stack, role, division);
        var faults = new List<string>();

        foreach (var (path, title) in Pages[role])
        {
            await open.Goto(path.Replace("{person}", $"{person}", StringComparison.Ordinal), title);
            await Assertions.Expect(open.Page.Locator(".state [role=progressbar]")).ToHaveCountAsync(0);
            await open.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            faults.AddRange(await Looks.Faults(open.Page, $"{role}{path.Replace("{person}", "person", StringComparison.Ordinal).Replace('/', '-')}"));
        }

        faults.Should().BeEmpty();
        open.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Given_nobody_signed_in_then_axe_finds_nothing_serious_on_the_first_page()
    {
        await using var open = await chromium.Open(stack.Address);
        await open.Page.GotoAsync("/");
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "登录" }).WaitForAsync();

        (await Looks.Faults(open.Page, "signed-out")).Should().BeEmpty();
        open.Errors.Should().BeEmpty();
    }
}
