using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>JOB-01, JOB-12, JOB-13 from the page: the clock, what is done, and the end.</summary>
public sealed class FollowingUpTests(RunningStack stack, Chromium chromium)
{
    [Fact, Trait("Req", "JOB-01"), Trait("Req", "JOB-12"), Trait("Req", "JOB-13"), Trait("Req", "WEB-01")]
    public async Task Given_an_open_case_when_the_bureau_contacts_hands_over_and_places_then_the_history_says_all_and_the_clock_stands()
    {
        var laborer = await People.File(stack, SampleForm.OfSomebodyHome());
        using var reader = await stack.Chain.As("jobmatching", "reader", "leader");
        var cases = await Eventually.Get(
            async () => (await reader.GetFromJsonAsync<JsonElement>("cases?limit=1000")).GetProperty("items").EnumerateArray()
                .Where(c => c.GetProperty("laborer").GetGuid() == laborer).ToList(), found => found.Count == 1);
        await using var open = await chromium.Open(stack, "hr-bureau");
        await open.Goto("/cases", "“72小时”跟踪");
        var row = open.Page.Locator("tbody tr").Filter(new() { Has = open.Page.Locator($"a[href='people/{laborer}']") });
        (await row.InnerTextAsync()).Should().Contain("不挑不拣").And.MatchRegex("还有 7[12] 小时");

        await row.GetByRole(AriaRole.Link, new() { Name = "办理" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Heading, new() { Name = "跟踪案件" }).WaitForAsync();
        open.Page.Url.Should().Contain(cases[0].GetProperty("id").GetString());
        (await Looks.Faults(open.Page, "case")).Should().BeEmpty();
        await Do(open, "记录联系");
        await Step(open, "电话联系：已联系上");

        await open.Page.GetByRole(AriaRole.Group, new() { Name = "办什么" }).GetByText("移交").ClickAsync();
        await open.Page.GetByLabel("移交给").SelectOptionAsync(new SelectOptionValue { Label = "古阳镇" });
        await open.Page.GetByLabel("负责人").SelectOptionAsync(stack.As("collector", "433126101").Id);
        await Do(open, "移交");
        await Step(open, "经过和时限不变");

        await open.Page.GetByRole(AriaRole.Group, new() { Name = "办什么" }).GetByText("登记上岗").ClickAsync();
        await Do(open, "登记上岗");
        await Step(open, "已上岗");
        await Assertions.Expect(open.Page.Locator(".clock").First).ToContainTextAsync("在时限内");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Heading, new() { Name = "办理" })).ToHaveCountAsync(0);
        open.Errors.Should().BeEmpty();
    }

    private static Task Do(OpenPage open, string what) => open.Page.Locator("form").GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();

    private static Task Step(OpenPage open, string says) => open.Page.Locator("ol.steps li").Filter(new() { HasText = says }).First.WaitForAsync();
}
