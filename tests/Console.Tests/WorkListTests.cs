using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>A collector's people: what was returned is mended, what is unchanged is said so, and personal data shows itself for a reason only.</summary>
[Trait("Req", "WEB-01"), Trait("Req", "COL-06")]
public sealed class WorkListTests(RunningStack stack, Chromium chromium)
{
    private const string Town = "433126101";

    [Fact, Trait("Req", "COL-05"), Trait("Req", "SEC-03")]
    public async Task Given_a_returned_form_when_its_collector_mends_it_from_the_list_then_it_waits_again_with_one_changed_field()
    {
        var (id, official) = (SampleForm.NewResidentId(), stack.As("collector", Town));
        var laborer = await Filing.File(stack, official, id);
        await Filing.Decide(stack, laborer, "returns", "returned");
        await using var open = await chromium.Open(stack, "collector", Town);
        await open.Goto("/my-work", "我的任务");

        var row = open.Page.Locator("table.list tbody tr").Filter(new() { HasText = id[^4..] });
        await Assertions.Expect(row).ToContainTextAsync("收入待核");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await open.Page.GetByText("专班退回：").WaitForAsync();
        (await open.Page.Locator("main").InnerTextAsync()).Should().NotContainAny(id, "13874390001", "罗依溪社区3组");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "更正", Exact = true }).ClickAsync();
        var sheet = new Sheet(open.Page);
        await Assertions.Expect(sheet.Line("residentId")).ToHaveValueAsync(id);
        await sheet.Fill("annualIncome", "24000");
        await Assertions.Expect(open.Page.Locator(".cell.changed")).ToHaveCountAsync(1);
        await Assertions.Expect(open.Page.Locator(".was")).ToContainTextAsync("原为：24500");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();

        await open.Page.GetByText("第 2 版已登记").WaitForAsync();
        var form = await Filing.Form(stack, laborer);
        form.GetProperty("state").GetString().Should().Be("awaiting");
        form.GetProperty("changedFields").EnumerateArray().Select(f => f.GetString()).Should().Equal("annualIncome");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "F18"), Trait("Req", "SEC-03")]
    public async Task Given_a_confirmed_form_when_a_call_finds_no_change_then_the_call_alone_is_new_and_no_personal_data_was_shown()
    {
        var (id, official) = (SampleForm.NewResidentId(), stack.As("collector", Town));
        var laborer = await Filing.File(stack, official, id);
        await Filing.Decide(stack, laborer, "confirmations", "confirmed");
        await using var open = await chromium.Open(stack, "collector", Town);
        await open.Goto($"/form/{laborer}", "向*英的采集表");

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "登记“无变化”" }).ClickAsync();
        await open.Page.GetByText("“电话核实记录”没有填写").WaitForAsync();
        (await open.Page.Locator("main").InnerTextAsync()).Should().NotContainAny(id, "13874390001");
        await open.Page.GetByLabel("电话核实记录").FillAsync("10月12日拨打本人电话，本人接听，情况无变化");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "登记“无变化”" }).ClickAsync();

        await open.Page.GetByText("第 2 版已登记").WaitForAsync();
        (await Filing.Form(stack, laborer)).GetProperty("changedFields").EnumerateArray().Select(f => f.GetString()).Should().BeEquivalentTo("contactMeans", "callRecord");
        open.Expect("422");
        open.Errors.Should().BeEmpty();
    }
}
