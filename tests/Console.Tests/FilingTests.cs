using System.Text.RegularExpressions;
using AwesomeAssertions;
using Guzhang.Console.Tests.Staging;
using Guzhang.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Guzhang.Console.Tests;

/// <summary>WEB-02: the form looks and reads like the paper, with skip logic live and the rule beside the field; handed in it counts once.</summary>
[Trait("Req", "WEB-02")]
public sealed partial class FilingTests(RunningStack stack, Chromium chromium)
{
    private const string Town = "433126101";

    [Fact, Trait("Req", "WEB-01"), Trait("Req", "COL-03")]
    public async Task Given_a_new_person_when_the_form_is_filled_in_by_keys_alone_then_a_rule_refuses_beside_the_field_and_mended_it_is_on_record()
    {
        var id = SampleForm.NewResidentId();
        await using var open = await chromium.OpenAlone(stack, "collector", Town);
        await open.Goto("/form", "填写采集表");
        var (sheet, keys) = (new Sheet(open.Page), open.Page.Keyboard);

        await sheet.KeyTick("contactMeans", "visit");
        await sheet.KeyPick("village", "罗依溪社区");
        await sheet.Key("name", "向秀英");
        await sheet.Key("residentId", id[..17] + (id[17] == '1' ? '2' : '1'));
        await keys.PressAsync("Tab");

        await sheet.Said("residentId").GetByText("校验位不对").WaitForAsync();
        (await sheet.Line("residentId").GetAttributeAsync("aria-invalid")).Should().Be("true");
        await keys.PressAsync("Shift+Tab");
        await sheet.Key("residentId", id);
        await sheet.KeyPick("registeredVillage", "罗依溪社区");
        await sheet.Said("residentId").GetByText("校验位不对").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await sheet.Key("phone", "13874390001");
        await sheet.KeyPick("ethnicity", "土家族");
        await sheet.KeyTick("verification", "verified");
        await sheet.KeyTick("status", "normal");
        await sheet.KeyTick("working", "yes");
        await sheet.KeyTick("ability", "ordinary");
        (await sheet.Box("skillLevel", "none").IsCheckedAsync()).Should().BeTrue("the one answer that is left");
        await sheet.KeyTick("postSchool", "no");
        await sheet.KeyPick("education", "小学");
        await sheet.Key("homeAddress", "罗依溪社区3组");
        await sheet.Key("monthsWorked", "7");
        await sheet.Key("annualIncome", "24500");
        foreach (var month in new[] { "2020-03", "2020-04", "2020-05", "2020-06", "2020-07", "2020-08", "2020-09" })
        {
            await sheet.KeyTick("workMonths", month);
        }

        await sheet.Key("flexibleDays", "0");
        await sheet.KeyPick("workplaceProvince", "广东省");
        await sheet.KeyPick("workplacePrefecture", "东莞市");
        await sheet.KeyTick("employmentForm", "unit");
        await sheet.Key("employer", "东莞某电子厂");
        await sheet.KeyDate("employedSince", "2020", "3", "2");
        await sheet.Key("monthlyWage", "3500");
        await sheet.KeyTick("industry", "general-worker");
        foreach (var (field, code) in new[] { ("contract", "yes"), ("employeePension", "yes"), ("employeeMedical", "yes"), ("helped", "no"), ("returnedFounder", "no"), ("returned", "no"), ("wantsTraining", "no"), ("services", "none") })
        {
            await sheet.KeyTick(field, code);
        }

        await sheet.KeyDate("householdSigned", "2020", "10", "9");
        await sheet.KeyDate("collectorSigned", "2020", "10", "9");
        await sheet.Key("collectorPhone", "13874399999");
        await sheet.TabTo(".filing-bar .act");
        await keys.PressAsync("Enter");

        // One thing was forgotten: the list of what is wrong has the focus, and leads there.
        await open.Page.Locator("#findings:focus").WaitForAsync();
        await open.Page.Locator("#findings").GetByText("须改正后才能提交（1 处）").WaitForAsync();
        await sheet.TabTo("#findings .jump");
        await keys.PressAsync("Enter");
        await open.Page.Locator("#f-paperArchiveNo:focus").WaitForAsync();
        await sheet.Key("paperArchiveNo", "GY-0001");
        await sheet.TabTo(".filing-bar .act");
        await keys.PressAsync("Enter");

        await open.Page.GetByRole(AriaRole.Heading, new() { Name = "采集表已提交" }).WaitForAsync();
        var laborer = (await Filing.OnRecord(stack, id)).Should().ContainSingle().Subject;
        var form = await Filing.Form(stack, laborer);
        form.GetProperty("collector").GetString().Should().Be(stack.As("collector", Town).Id);
        form.GetProperty("fields").GetProperty("workMonths").GetString().Should().Be("2020-03、2020-04、2020-05、2020-06、2020-07、2020-08、2020-09");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "F07"), Trait("Req", "F08"), Trait("Req", "F09")]
    public async Task Given_an_answer_that_makes_others_needless_then_they_are_cleared_and_closed_with_the_reason_and_come_back_with_it()
    {
        await using var open = await chromium.OpenAlone(stack, "collector", Town);
        await open.Goto("/form", "填写采集表");
        var sheet = new Sheet(open.Page);
        var parts = open.Page.Locator(".part-title");

        await Assertions.Expect(parts.Filter(new() { HasText = "已外出务工情况" })).ToContainTextAsync("先填“是否务工”");
        await sheet.Box("working", "yes").CheckAsync();
        await Assertions.Expect(parts.Filter(new() { HasText = "暂未外出务工情况" })).ToContainTextAsync("“是否务工”填了“是”，本部分不填");
        await Assertions.Expect(sheet.Line("intendedJob")).ToBeDisabledAsync();
        await sheet.Line("employer").FillAsync("东莞某电子厂");
        await sheet.Box("helped", "no").CheckAsync();
        await Assertions.Expect(sheet.Line("helpedOn").Locator("input").First).ToBeDisabledAsync();
        await Assertions.Expect(sheet.Said("helpedOn")).ToHaveTextAsync("“经帮扶实现就业”填“是”才填");

        await sheet.Box("working", "no").CheckAsync();
        await Assertions.Expect(sheet.Line("employer")).ToBeDisabledAsync();
        await Assertions.Expect(sheet.Line("employer")).ToHaveValueAsync("");
        await Assertions.Expect(open.Page.Locator(".filing-bar")).ToContainTextAsync("已清空2项");
        await sheet.Box("planToGo", "yes").CheckAsync();
        await Assertions.Expect(sheet.Box("noPlanReason", "farming")).ToBeDisabledAsync();
        await Assertions.Expect(sheet.Line("intendedJob")).ToBeEnabledAsync();

        await sheet.Box("working", "yes").CheckAsync();
        await Assertions.Expect(sheet.Line("employer")).ToHaveValueAsync("东莞某电子厂");
        await Assertions.Expect(sheet.Box("workMonths", "2020-12")).ToBeDisabledAsync();
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "COL-13"), Trait("Req", "COL-04")]
    public async Task Given_an_answer_that_gets_lost_when_the_draft_is_opened_anew_and_sent_again_then_the_person_is_on_record_once()
    {
        var id = SampleForm.NewResidentId();
        await using var open = await chromium.OpenAlone(stack, "collector", Town);
        await open.Goto("/form", "填写采集表");
        await new Sheet(open.Page).Fill(Filing.Codes(id));
        await open.Page.RouteAsync(Forms(), async route =>
        {
            await route.FetchAsync(); // it arrives, and its answer does not
            await route.AbortAsync();
        }, new() { Times = 1 });

        await Submit(open);
        await open.Page.GetByText("没有收到平台的答复").WaitForAsync();
        (await Filing.OnRecord(stack, id)).Should().ContainSingle();
        await open.Page.ReloadAsync();
        await Assertions.Expect(new Sheet(open.Page).Line("residentId")).ToHaveValueAsync(id);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "再次提交" }).ClickAsync();

        await open.Page.GetByText("第 1 版已登记").WaitForAsync();
        var laborer = (await Filing.OnRecord(stack, id)).Should().ContainSingle().Subject;
        (await Filing.Form(stack, laborer)).GetProperty("formVersion").GetInt32().Should().Be(1);
        open.Expect("Failed to load resource");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "COL-15")]
    public async Task Given_a_draft_when_its_author_signs_out_then_they_are_warned_and_nothing_of_it_was_or_is_to_be_read_on_the_device()
    {
        await using var open = await chromium.Open(stack.Address);
        await open.Page.GotoAsync("/");
        await open.SignIn(stack.As("town-clerk", Town));
        await open.Goto("/form", "填写采集表");
        await new Sheet(open.Page).Fill("name", "瞿水妹");
        await open.Page.GetByText("草稿已存在本机").WaitForAsync();
        (await Stored(open.Page)).Should().HaveCount(1).And.OnlyContain(text => !text.Contains("瞿水妹", StringComparison.Ordinal));

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await open.Page.GetByText("还有 1 份没提交的采集表").WaitForAsync();
        await open.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "登录" }).WaitForAsync();

        (await Stored(open.Page)).Should().BeEmpty();
    }

    [Fact, Trait("Req", "F02"), Trait("Req", "COL-04"), Trait("Req", "COL-13")]
    public async Task Given_a_blank_form_of_somebody_on_record_when_it_is_handed_in_then_both_stand_side_by_side_and_the_choice_becomes_the_next_version()
    {
        var (id, official) = (SampleForm.NewResidentId(), stack.As("town-clerk", Town));
        var laborer = await Filing.File(stack, official, id);
        await using var open = await chromium.OpenAlone(stack, "collector", Town);
        await open.Goto("/form", "填写采集表");
        var sheet = new Sheet(open.Page);
        await sheet.Fill(Filing.Codes(id));
        await sheet.Fill("annualIncome", "25000");
        await sheet.Fill("homeAddress", "罗依溪社区9组");
        await Submit(open);

        await open.Page.GetByRole(AriaRole.Button, new() { Name = "逐项比对" }).ClickAsync();
        var rows = open.Page.Locator(".clash-table tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await rows.Filter(new() { HasText = "家庭地址" }).Locator("input").Nth(1).CheckAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "按所选内容继续" }).ClickAsync();
        await Assertions.Expect(sheet.Line("homeAddress")).ToHaveValueAsync("古阳镇罗依溪社区3组");
        await Submit(open);

        await open.Page.GetByText("第 2 版已登记").WaitForAsync();
        (await Filing.OnRecord(stack, id)).Should().Equal(laborer);
        (await Filing.Form(stack, laborer)).GetProperty("changedFields").EnumerateArray().Select(f => f.GetString()).Should().Equal("annualIncome");
        open.Expect("409");
        open.Errors.Should().BeEmpty();
    }

    [Fact, Trait("Req", "COL-13")]
    public async Task Given_a_form_that_was_begun_when_a_blank_one_is_asked_for_in_the_navigation_then_it_is_blank_and_the_one_before_is_kept()
    {
        await using var open = await chromium.OpenAlone(stack, "collector", Town);
        await open.Goto("/form", "填写采集表");
        var sheet = new Sheet(open.Page);
        await sheet.Fill("name", "石测试");
        await open.Page.GetByText("草稿已存在本机").WaitForAsync();

        await open.Page.GetByRole(AriaRole.Navigation, new() { Name = "主导航" }).GetByRole(AriaRole.Link, new() { Name = "填采集表" }).ClickAsync();
        await Assertions.Expect(sheet.Line("name")).ToHaveValueAsync("");
        await open.Page.Locator(".kept").GetByText("石**").WaitForAsync();
        await sheet.Fill("name", "田另人");
        await open.Page.GetByText("草稿已存在本机").WaitForAsync();
        await open.Page.ReloadAsync();

        await Assertions.Expect(sheet.Line("name")).ToHaveValueAsync("田另人");
        await open.Goto("/my-work", "我的任务");
        await open.Page.Locator(".kept").GetByText("石**").WaitForAsync();
        await open.Page.Locator(".kept").GetByText("田**").WaitForAsync();
        open.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Given_something_said_beside_a_line_when_it_is_mended_and_the_next_box_pressed_as_slowly_as_by_a_finger_then_the_box_is_ticked()
    {
        await using var open = await chromium.OpenAlone(stack, "collector", Town);
        await open.Goto("/form", "填写采集表");
        var sheet = new Sheet(open.Page);
        await sheet.Fill("residentId", "433126198803145610");
        await sheet.Said("residentId").GetByText("校验位不对").WaitForAsync();

        await sheet.Line("residentId").FillAsync(SampleForm.NewResidentId());
        await sheet.Box("verification", "verified").ClickAsync(new() { Delay = 120 });

        await Assertions.Expect(sheet.Box("verification", "verified")).ToBeCheckedAsync();
        await sheet.Said("residentId").GetByText("校验位不对").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        open.Errors.Should().BeEmpty();
    }

    private static async Task Submit(OpenPage open) => await open.Page.Locator(".filing-bar .act").ClickAsync();

    /// <summary>What lies in the device's stores of drafts, as readable text of the bytes.</summary>
    private static Task<string[]> Stored(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => new Promise((done, failed) => {
            const request = indexedDB.open('guzhang-drafts');
            request.onerror = () => failed(request.error);
            request.onsuccess = () => {
                const all = request.result.transaction('drafts').objectStore('drafts').getAll();
                all.onsuccess = () => done(all.result.map(draft => new TextDecoder().decode(draft.data) + JSON.stringify({ ...localStorage, ...sessionStorage })));
            };
        })
        """);

    [GeneratedRegex("/api/collection/forms$")]
    private static partial Regex Forms();
}
