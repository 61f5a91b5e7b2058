using System.Net.Http.Json;
using AwesomeAssertions;
using Guzhang.AppHost.Native;
using Guzhang.Console.Tests.Staging;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>WEB-04, SEC-02: an operator opens accounts, and whoever gets one gets in.</summary>
public sealed class AccountsTests(RunningStack stack, Chromium chromium)
{
    [Fact, Trait("Req", "WEB-04"), Trait("Req", "SEC-02")]
    public async Task Given_a_new_account_when_its_bearer_sets_the_password_by_the_link_then_they_get_in_and_when_it_is_disabled_they_are_out()
    {
        await using var open = await chromium.Open(stack, "operator");
        await open.Goto("/accounts", "用户和角色");

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "新建账号" }).ClickAsync();
        await open.Page.GetByLabel("账号（小写字母").FillAsync("peng-caiji");
        await open.Page.GetByLabel("名称").FillAsync("彭采集");
        await open.Page.Locator("form").GetByLabel("角色").SelectOptionAsync("collector");
        await open.Page.GetByLabel("管辖").SelectOptionAsync("433126101");
        await open.Page.GetByLabel("村（社区）").SelectOptionAsync(new SelectOptionValue { Label = "罗依溪社区" });
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "新建，生成链接" }).ClickAsync();
        var link = await open.Page.Locator("code.link").InnerTextAsync();
        await IdentityClient.SetPasswordAsync(new Uri(link), Official.Password, CancellationToken.None);

        await using var theirs = await chromium.Open(stack.Address);
        await theirs.Page.GotoAsync("/");
        await theirs.SignIn(new Official("", "peng-caiji", "彭采集", "collector", ""));
        (await theirs.Page.Locator(".who").InnerTextAsync()).Should().Contain("入户采集人员").And.Contain("古阳镇罗依溪社区");

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "停用彭采集" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "停用此账号" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "恢复彭采集" }).WaitForAsync();
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "WEB-01")]
    public async Task Given_more_accounts_than_a_page_holds_when_the_page_is_turned_then_others_are_shown()
    {
        using var identity = await stack.Chain.Tokens.ClientFor(stack.Chain.Tokens.Authority, "operator");
        for (var n = 0; n < 50; n++)
        {
            using var made = await identity.PostAsJsonAsync("accounts", new { login = $"zz-{n:00}", displayName = $"轮岗{n:00}", role = "collector", division = "433126103" });
            made.EnsureSuccessStatusCode();
        }

        await using var open = await chromium.Open(stack, "operator");
        await open.Goto("/accounts", "用户和角色");
        var first = open.Page.Locator("table.list tbody tr").First;
        await first.WaitForAsync();
        var before = await first.InnerTextAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "下一页" }).First.ClickAsync();

        await open.Page.GetByText("zz-49").WaitForAsync();
        (await first.InnerTextAsync()).Should().NotBe(before);
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_a_login_that_is_taken_when_it_is_asked_for_again_then_the_page_says_so_beside_the_form()
    {
        await using var open = await chromium.Open(stack, "operator");
        await open.Goto("/accounts", "用户和角色");

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "新建账号" }).ClickAsync();
        await open.Page.GetByLabel("账号（小写字母").FillAsync(stack.As("leader").Login);
        await open.Page.GetByLabel("名称").FillAsync("又一个");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "新建，生成链接" }).ClickAsync();

        await open.Page.GetByRole(AriaRole.Alert).GetByText("已有账号").WaitForAsync();
        open.Expect("409");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "WEB-04")]
    public async Task Given_an_operator_when_the_console_opens_then_it_leads_through_divisions_users_data_and_cycle()
    {
        await using var open = await chromium.Open(stack, "operator");
        await open.Goto("/", stack.As("operator").Name);

        var steps = open.Page.Locator("ol.first-steps li");
        await steps.First.WaitForAsync();

        (await steps.AllInnerTextsAsync()).Select(t => t.Split('\n')[0].Split(' ')[0]).Should().Equal("区划", "用户", "已有数据", "周期");
        (await open.Page.Locator("section").Filter(new() { HasText = "演示数据" }).Last.InnerTextAsync()).Should().Contain("./run --demo").And.Contain("./run --fresh");
        open.Errors.Should().BeEmpty();
    }
}
