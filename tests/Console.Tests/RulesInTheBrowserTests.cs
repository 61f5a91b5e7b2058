using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>The form's rules as WebAssembly in a browser: what they find is what the service finds, sentence by sentence.</summary>
public sealed class RulesInTheBrowserTests(RunningStack stack, Chromium chromium)
{
    [Fact]
    [Trait("Req", "F01"), Trait("Req", "F04"), Trait("Req", "F05"), Trait("Req", "F06"), Trait("Req", "F07"), Trait("Req", "F08"), Trait("Req", "F09")]
    [Trait("Req", "F10"), Trait("Req", "F12"), Trait("Req", "F13"), Trait("Req", "F18"), Trait("Req", "F20"), Trait("Req", "F21")]
    public async Task Given_every_row_of_the_demo_when_its_form_is_checked_in_the_browser_then_the_findings_are_those_of_the_service()
    {
        await using var open = await Open();

        var service = await Findings.OfService(stack.Chain);
        var browser = await Findings.OfPage(open.Page, DemoRows.All, "unknown");

        Findings.Differences(service, browser).Should().BeEmpty();
        Findings.Counts(browser).Should().BeEquivalentTo(DemoRows.Expected).And.NotBeEmpty();
        open.Errors.Should().BeEmpty();
    }

    [Fact]
    [Trait("Req", "F02"), Trait("Req", "F03"), Trait("Req", "F20")]
    public async Task Given_no_connection_when_forms_are_checked_then_what_only_the_register_knows_waits_and_all_else_is_found()
    {
        await using var open = await Open();
        var rows = DemoRows.All.Take(500).ToList();

        var online = await Findings.OfPage(open.Page, rows, "unknown");
        var offline = await Findings.OfPage(open.Page, rows, "offline");

        offline.Values.SelectMany(f => f).Where(f => f.Message.Contains("待联网核对", StringComparison.Ordinal)).Select(f => f.Named).Distinct()
            .Should().BeEquivalentTo("F02 W", "F03 W", "F20 W");
        Findings.Differences(WithoutTheRegister(online), WithoutTheRegister(offline)).Should().BeEmpty();
    }

    [Fact]
    public void Given_one_finding_that_differs_by_a_word_when_findings_are_compared_then_its_row_is_named()
    {
        var finding = new FoundRule("F06", "phone", "error", "请填写联系电话");
        var service = new Dictionary<int, IReadOnlyList<FoundRule>> { [2] = [finding], [3] = [finding] };
        var browser = new Dictionary<int, IReadOnlyList<FoundRule>> { [2] = [finding], [3] = [finding with { Message = "请填写电话" }], [4] = [finding] };

        Findings.Differences(service, browser).Should().HaveCount(2).And.Contain(d => d.StartsWith("row 3", StringComparison.Ordinal))
            .And.Contain(d => d.StartsWith("row 4", StringComparison.Ordinal));
    }

    private async Task<OpenPage> Open()
    {
        var open = await chromium.Open(stack.Address);
        await open.Page.GotoAsync("/");
        await open.Page.Locator("main").WaitForAsync();
        return open;
    }

    private static Dictionary<int, IReadOnlyList<FoundRule>> WithoutTheRegister(IReadOnlyDictionary<int, IReadOnlyList<FoundRule>> found) => found
        .Select(row => (row.Key, Others: (IReadOnlyList<FoundRule>)[.. row.Value.Where(f => f.Rule is not ("F02" or "F03" or "F20"))]))
        .Where(row => row.Others.Count > 0).ToDictionary(row => row.Key, row => row.Others);
}
