using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>VER-02, VER-03, RPT-04: from the task force's list to the figure, and from the figure back to the person.</summary>
public sealed class ConfirmingTests(RunningStack stack, Chromium chromium)
{
    [Fact, Trait("Req", "VER-02"), Trait("Req", "RPT-04"), Trait("Req", "WEB-01")]
    public async Task Given_a_form_that_somebody_else_collected_when_the_task_force_confirms_it_then_it_is_counted_and_the_figure_leads_to_the_person()
    {
        var before = await People.Figure(stack, "confirmed");
        var laborer = await People.File(stack, SampleForm.OfSomebodyNew(("name", "彭桂花")));
        await using var open = await chromium.Open(stack, "task-force");
        await open.Goto("/work", "采集表确认");

        var row = Row(open, laborer);
        (await row.InnerTextAsync()).Should().Contain("彭*花").And.Contain("罗依溪社区").And.Contain("首次采集").And.NotContain("彭桂花");
        await row.GetByRole(AriaRole.Button, new() { Name = "确认彭*花的采集表" }).ClickAsync();
        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        (await Eventually.Get(() => People.Figure(stack, "confirmed"), f => f == before + 1)).Should().Be(before + 1);
        await open.Goto("/dispatch", "调度表");
        var total = open.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "全县" }).Locator("td[data-label='已确认']").GetByRole(AriaRole.Link);
        (await total.InnerTextAsync()).Should().Be($"{before + 1}");
        await total.ClickAsync();
        await open.Page.GetByRole(AriaRole.Heading, new() { Name = "已确认", Level = 1 }).WaitForAsync();
        await Row(open, laborer).WaitForAsync();
        (await open.Page.Locator("table.list tbody tr").CountAsync()).Should().Be((int)Math.Min(50, before + 1));
        await Row(open, laborer).GetByRole(AriaRole.Link, new() { Name = "彭*花" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Heading, new() { Name = "彭*花", Level = 1 }).WaitForAsync();
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "VER-02")]
    public async Task Given_a_selection_when_it_is_returned_with_a_reason_then_it_stands_among_the_returned_with_that_reason()
    {
        Guid[] laborers = [await People.File(stack, SampleForm.OfSomebodyNew()), await People.File(stack, SampleForm.OfSomebodyNew())];
        await using var open = await chromium.Open(stack, "task-force");
        await open.Goto("/work", "采集表确认");

        foreach (var laborer in laborers)
        {
            await Row(open, laborer).GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "退回所选…" }).ClickAsync();
        await open.Page.GetByLabel("收入待核").CheckAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "退回采集人" }).ClickAsync();
        await Row(open, laborers[0]).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Eventually.Get(() => People.Figure(stack, "returned"), f => f >= 2);
        await open.Page.GetByLabel("状态").SelectOptionAsync("returned");

        foreach (var laborer in laborers)
        {
            (await Row(open, laborer).InnerTextAsync()).Should().Contain("收入待核").And.Contain("张专班");
        }

        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "VER-03")]
    public async Task Given_a_form_that_an_officer_collected_themselves_when_they_see_it_then_they_cannot_confirm_it()
    {
        var officer = stack.As("task-force");
        var laborer = await People.File(stack, SampleForm.OfSomebodyNew(), officer.Id);
        await using var open = await chromium.Open(stack, "task-force");
        await open.Goto("/work", "采集表确认");

        var row = Row(open, laborer);
        (await row.InnerTextAsync()).Should().Contain("本人");
        await Assertions.Expect(row.GetByRole(AriaRole.Button, new() { Name = "确认" })).ToBeDisabledAsync();
        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "确认所选" }).ClickAsync();

        await open.Page.GetByText("不能确认自己采集的采集表").WaitForAsync();
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "SEC-03"), Trait("Req", "COL-15")]
    public async Task Given_a_person_s_form_when_an_officer_reveals_a_field_with_a_reason_then_it_is_shown_until_the_page_is_left()
    {
        var laborer = await People.File(stack, SampleForm.OfSomebodyNew(("phone", "13874390777")));
        await using var open = await chromium.Open(stack, "task-force");
        await open.Goto($"/people/{laborer}", "向*英");
        var form = open.Page.Locator(".sheet");
        (await form.InnerTextAsync()).Should().Contain("138****0777").And.NotContain("13874390777");

        await open.Page.GetByText("查看个人信息原文…").ClickAsync();
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "查看，并记录在案" })).ToBeDisabledAsync();
        await open.Page.GetByLabel("事由").FillAsync("电话核实务工情况");
        await open.Page.GetByLabel("事由").BlurAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "查看，并记录在案" }).ClickAsync();

        await form.GetByText("13874390777").WaitForAsync();
        await open.Goto($"/people/{laborer}", "向*英");
        (await open.Page.Locator(".sheet").InnerTextAsync()).Should().NotContain("13874390777");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "VER-02")]
    public async Task Given_a_form_on_its_own_page_when_the_task_force_confirms_it_there_then_it_is_confirmed()
    {
        var laborer = await People.File(stack, SampleForm.OfSomebodyNew());
        await using var open = await chromium.Open(stack, "task-force");
        await open.Goto($"/people/{laborer}", "向*英");

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "确认此表" }).ClickAsync();

        await open.Page.GetByText("已确认此表").WaitForAsync();
        (await Eventually.Get(async () => (await Filing.Form(stack, laborer)).GetProperty("state").GetString(), s => s == "confirmed")).Should().Be("confirmed");
        open.Errors.Should().BeEmpty();
    }

    private static ILocator Row(OpenPage open, Guid laborer) =>
        open.Page.Locator("tbody tr").Filter(new() { Has = open.Page.Locator($"a[href='people/{laborer}']") });
}
