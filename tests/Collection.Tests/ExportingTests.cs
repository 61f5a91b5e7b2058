using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Domain.Forms;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>The workbook out again: the same columns, of whom the caller may see, on the record.</summary>
[Trait("Req", "COL-10")]
public sealed class ExportingTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private const string Because = "reason=核对台账用";

    private static readonly (string, object?)[] NotAway = [("working", "否"), .. FormFields.All.Where(f => f.Section == FormSection.Away).Select(f => (f.Name, (object?)null))];

    [Fact]
    public async Task Given_people_of_every_kind_then_the_exported_workbook_imported_again_changes_nothing()
    {
        List<Dictionary<string, object>> rows =
        [
            ImportingTests.Row(("name", "买买提·艾力"), ("homeAddress", "=1+1，<&\"'>")),
            ImportingTests.Row(("workplaceProvince", "境外"), ("workplacePrefecture", "新加坡"), ("industry", "其他：快递"), ("flexibleDays", 12.5m), ("employedSince", "2020年3月")),
            ImportingTests.Row(("workplaceProvince", "湖北"), ("workplacePrefecture", "仙桃"), ("contactMeans", "电话"), ("callRecord", "10月8日\n本人接听"), ("annualIncome", 24500.55m)),
            ImportingTests.Row(("registeredCounty", "保靖县"), ("registeredTown", "葫芦镇"), ("registeredVillage", "新寨村"), ("employmentForm", "其他(跟亲友做工)"), ("employer", null)),
            ImportingTests.Row([.. NotAway, ("notWorkingType", "从未外出就业过"), ("monthsWorked", 0), ("annualIncome", 0), ("workMonths", null), ("planToGo", "是"),
                ("intendedProvince", "广东"), ("intendedPrefecture", "深圳"), ("intendedJob", "焊工"), ("expectedWage", 4500), ("willingToWork", "是"), ("statedWish", "想早点出去")]),
            ImportingTests.Row([.. NotAway, ("notWorkingType", "就业转失业"), ("unemployedSince", "2020年10月"), ("planToGo", "否"), ("noPlanReason", "其他：暂无法明确"),
                ("returned", "是"), ("returnReason", "因疫情"), ("workplaceBeforeProvince", "湖南"), ("workplaceBeforePrefecture", "湘西"), ("workplaceBeforeCounty", "吉首"),
                ("wantsTraining", "有"), ("trainingKind", "技能培训、创业培训"), ("trainingTrade", "焊工"), ("trainingOn", "2020年11月5日"), ("services", "职业指导2次、其他1次")]),
            ImportingTests.Row([.. NotAway, ("notWorkingType", "就业转失业"), ("unemployedSince", "无法获取"), ("planToGo", "否"), ("noPlanReason", "务农"), ("verification", "联系不上"),
                ("monthsWorked", "无法获取"), ("annualIncome", "无法获取"), ("workMonths", "无法获取"), ("flexibleDays", "无法获取"), ("phone", "不适用")]),
            ImportingTests.Row(("status", "死亡"), ("keepReason", "已核实"), ("education", "高中"), ("graduatedOn", "2010年6月"), ("paperArchiveNo", "  GZ-１７ ")),
        ];
        ImportingTests.Counts(await host.Import(rows)).Should().Be((rows.Count, rows.Count, 0, 0, 0));
        var events = (await host.Journal()).Count;

        var workbook = await Export("town=古阳镇");
        var again = await host.ImportFile(workbook);

        var people = CollectionHost.Sheet(workbook).Count;
        people.Should().BeGreaterThanOrEqualTo(rows.Count);
        ImportingTests.Counts(again).Should().Be((people, 0, 0, people, 0));
        (await host.Journal()).Count.Should().Be(events);
    }

    [Fact]
    public async Task Given_somebody_on_record_then_the_row_has_every_column_in_the_order_of_the_form_in_the_words_of_the_form()
    {
        var id = SampleForm.NewResidentId();
        await host.Import([ImportingTests.Row(id, ("phone", "13874390001"), ("services", "guidance:2"), ("workMonths", "2020-08,2020-09"), ("monthsWorked", 2), ("annualIncome", 9100))]);

        var rows = CollectionHost.Sheet(await Export(""));

        rows[0].Keys.Should().Equal(FormFields.All.Select(f => f.Label));
        rows.Single(r => r["身份证号码"] == id).Should().Contain(new Dictionary<string, string>
        {
            ["年度"] = "2020",
            ["核实方式"] = "入户",
            ["负责镇"] = "古阳镇",
            ["联系电话"] = "13874390001",
            ["民族"] = "土家族",
            ["当前状态"] = "正常贫困劳动力",
            ["具体务工时间"] = "2020年8月、2020年9月",
            ["年度累计务工时间"] = "2",
            ["本年度享受就业服务项目"] = "职业指导2次",
            ["贫困户签字"] = "2020年10月9日",
        });
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_a_town_a_village_a_state_and_a_year_then_just_these_people_come_and_of_the_callers_own_places_only()
    {
        var (here, there) = (SampleForm.NewResidentId(), SampleForm.NewResidentId());
        await host.Import([ImportingTests.Row(here, ("town", "高峰镇"), ("village", "石门寨村")), ImportingTests.Row(there, ("town", "坪坝镇"), ("village", "板栗村"))]);
        async Task<bool> Has(string id, string query, HttpClient? by = null) =>
            CollectionHost.Sheet(await Export(query, by)).Exists(r => r["身份证号码"] == id);

        (await Has(here, "town=高峰镇")).Should().BeTrue();
        (await Has(there, "town=高峰镇")).Should().BeFalse();
        (await Has(here, "town=高峰镇&village=石门寨村")).Should().BeTrue();
        (await Has(here, "town=高峰镇&village=葫芦坪村")).Should().BeFalse();
        (await Has(here, "town=高峰镇&state=awaiting")).Should().BeTrue();
        (await Has(here, "town=高峰镇&state=confirmed")).Should().BeFalse();
        (await Has(there, "", await host.As("clerk-9", "town-clerk", "433126108"))).Should().BeTrue();
        (await Has(here, "", await host.As("clerk-9", "town-clerk", "433126108"))).Should().BeFalse();
        using var stranger = await host.As("clerk-9", "town-clerk", "433126108");
        (await stranger.GetAsync(new Uri($"workbook?town=高峰镇&{Because}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("town=高峰镇")]
    [InlineData("reason=看看")]
    [InlineData(Because + "&town=芙蓉镇")]
    [InlineData(Because + "&town=高峰镇&village=科皮村")]
    [InlineData(Because + "&village=石门寨村")]
    [InlineData(Because + "&state=lost")]
    [InlineData(Because + "&formYear=1999")]
    public async Task Given_no_reason_or_a_selection_that_is_none_then_the_problem_says_so_and_nothing_is_read(string query)
    {
        using var clerk = await host.As("clerk-8", "town-clerk");

        var answer = await clerk.GetAsync(new Uri($"workbook?{query}", UriKind.Relative));

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().Should().MatchRegex("[一-龥]");
        (await host.Scalar<long>("select count(*) from collection.reads where officer = 'clerk-8'")).Should().Be(0);
    }

    [Fact, Trait("Req", "COL-15")]
    public async Task Given_an_export_then_who_when_why_and_how_many_are_on_record()
    {
        await host.Import([ImportingTests.Row(("town", "断龙山镇"), ("village", null))]);

        var workbook = await Export("town=断龙山镇", await host.As("clerk-7", "town-clerk"));

        var people = CollectionHost.Sheet(workbook).Count;
        (await host.Scalar<string>(
            "select role || ' ' || what || ' ' || reason || ' ' || people || ' ' || (selection ->> 'division') || ' ' || to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') from collection.reads where officer = 'clerk-7'"))
            .Should().Be($"town-clerk workbook 核对台账用 {people} 433126106 2020-10-12");
    }

    [Fact, Trait("Req", "COL-15")]
    public async Task Given_an_erased_person_then_they_are_in_no_export()
    {
        var id = SampleForm.NewResidentId();
        await host.Import([ImportingTests.Row(id, ("town", "岩头寨镇"), ("village", null))]);
        await host.Execute("delete from collection.person_keys where laborer in (select laborer from collection.laborers where town = '433126103')");

        CollectionHost.Sheet(await Export("town=岩头寨镇")).Should().NotContain(r => r["身份证号码"] == id);
    }

    [Fact]
    public async Task Given_nobody_in_the_selection_then_the_labels_come_alone_and_are_an_empty_import()
    {
        var workbook = await Export("town=红石林镇&state=returned");

        ImportingTests.Counts(await host.ImportFile(workbook)).Should().Be((0, 0, 0, 0, 0));
    }

    private async Task<byte[]> Export(string query, HttpClient? by = null)
    {
        using var officer = by ?? await host.As("officer-1", "task-force");
        var answer = await officer.GetAsync(new Uri($"workbook?{Because}&{query}", UriKind.Relative));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be(CollectionHost.Xlsx);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
