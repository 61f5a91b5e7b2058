using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Guzhang.Demo;
using Guzhang.Demo.Workbooks;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>COL-09, COL-18, WEB-03: a workbook goes in, is left, is found again, and comes back with reasons.</summary>
public sealed class ImportingTests(RunningStack stack, Chromium chromium)
{
    [Fact, Trait("Req", "COL-09"), Trait("Req", "COL-18"), Trait("Req", "WEB-03")]
    public async Task Given_a_workbook_with_bad_rows_when_it_is_tried_and_left_then_it_is_found_again_with_the_reason_of_every_row()
    {
        var rows = OfTheTown(20);
        await using var open = await chromium.Open(stack, "town-clerk", "433126101");
        await open.Goto("/imports", "导入采集表");
        var file = Workbook(rows);

        await open.Page.Locator("#workbook").SetInputFilesAsync(file);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "开始试导" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Heading, new() { Name = "导入进度" }).WaitForAsync();
        await open.Goto("/", stack.As("town-clerk", "433126101").Name);
        await open.Goto("/imports", "导入采集表");
        await open.Page.Locator("tbody tr").First.GetByRole(AriaRole.Link).ClickAsync();

        await open.Page.GetByText("试导完成，没有入库").WaitForAsync();
        (await open.Page.Locator("dl.counts").InnerTextAsync()).Should().Contain("将新增");
        var findings = open.Page.Locator("table.list tbody tr");
        await findings.First.WaitForAsync();
        (await open.Page.Locator("table.list").InnerTextAsync()).Should().Contain("退回").And.Contain("请");
        (await Looks.Faults(open.Page, "import")).Should().BeEmpty();
        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Page.GetByRole(AriaRole.Button, new() { Name = "下载退回的行" }).ClickAsync());
        download.SuggestedFilename.Should().EndWith(".xlsx");

        await open.Goto("/imports", "导入采集表");
        await open.Page.Locator("#workbook").SetInputFilesAsync(file);
        await open.Page.GetByLabel("先试导").UncheckAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "开始导入" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Heading, new() { Name = "导入完成" }).WaitForAsync();
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "COL-09")]
    public async Task Given_a_file_that_is_no_workbook_when_it_is_sent_then_the_page_says_what_is_wrong_and_keeps_the_choice()
    {
        await using var open = await chromium.Open(stack, "town-clerk", "433126101");
        await open.Goto("/imports", "导入采集表");

        await open.Page.Locator("#workbook").SetInputFilesAsync(new FilePayload { Name = "照片.xlsx", MimeType = "image/png", Buffer = [1, 2, 3, 4] });
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "开始试导" }).ClickAsync();

        await open.Page.Locator(".state.failed").GetByText("工作簿无法导入").WaitForAsync();
        open.Expect("422");
        open.Errors.Should().BeEmpty();
    }

    /// <summary>Rows of the demo in the clerk's town, refused ones among them.</summary>
    private static List<MadeRow> OfTheTown(int count)
    {
        var ofTown = DemoRows.All.Where(r => r.Cells[L.Town].Contains("古阳", StringComparison.Ordinal)).ToList();
        return [.. ofTown.Where(r => DemoRows.FieldsOf(r).GetValueOrDefault("phone") is null or "").Take(3), .. ofTown.Take(count)];
    }

    private static FilePayload Workbook(IReadOnlyList<MadeRow> rows)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.xlsx");
        try
        {
            FirstWorkbook.Write(file, rows);
            return new FilePayload { Name = "古阳镇.xlsx", MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = File.ReadAllBytes(file) };
        }
        finally
        {
            File.Delete(file);
        }
    }
}
