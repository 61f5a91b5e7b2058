using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Domain.Forms;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>Every rule of the form through the service's interface: a form posted, and the same as a row of a workbook.</summary>
public sealed class RulesTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private static readonly (string, object?)[] AtHome =
    [
        ("working", "否"), .. FormFields.All.Where(f => f.Section == FormSection.Away).Select(f => (f.Name, (object?)null)),
        ("notWorkingType", "就业转失业"), ("unemployedSince", "2020年10月3日"), ("planToGo", "否"), ("noPlanReason", "务农"),
    ];

    private static readonly (string, object?)[] Lead =
        [.. AtHome, ("notWorkingType", "从未外出就业过"), ("unemployedSince", null), ("monthsWorked", 0), ("annualIncome", 0), ("workMonths", null)];

    public static IEnumerable<TheoryDataRow<string, string, (string, object?)[]>> Cases() =>
    [
        Case("F01", "E residentId", ("residentId", "433126199002300021")),
        Case("F01", "W residentId", ("residentId", WithRegion("433199"))),
        Case("F04", "E ability", ("ability", "丧失劳动力")),
        Case("F04", "E residentId", ("residentId", Born("20041013"))),
        Case("F05", "E skillLevel", ("skillLevel", "高级")),
        Case("F05", "W ability", ("residentId", Born("19591012"))),
        Case("F06", "E homeAddress", ("homeAddress", "")),
        Case("F06", "E contract", ("contract", "是、否")),
        Case("F07", "E planToGo", ("planToGo", "否")),
        Case("F07", "E working", [.. FormFields.All.Where(f => f.Section == FormSection.Away).Select(f => (f.Name, (object?)null))]),
        Case("F08", "E intendedJob", [.. AtHome, ("planToGo", "是"), ("noPlanReason", null), ("intendedProvince", "广东"), ("intendedPrefecture", "深圳"), ("expectedWage", 4000)]),
        Case("F08", "E noPlanReason", [.. AtHome, ("noPlanReason", null)]),
        Case("F09", "E trainingOn", ("wantsTraining", "有"), ("trainingKind", "技能培训"), ("trainingTrade", "焊工")),
        Case("F10", "E services", ("services", "职业指导0次")),
        Case("F11", "W monthsWorked", ("monthsWorked", 7.1m)),
        Case("F12", "E monthsWorked", ("monthsWorked", 12.5m)),
        Case("F12", "E workMonths", ("workMonths", "2020年11月")),
        Case("F13", "W keepReason", ("monthsWorked", 2), ("annualIncome", 7000)),
        Case("F13", "W monthsWorked", ("monthsWorked", 2), ("annualIncome", 7000), ("keepReason", "刚康复")),
        Case("F14", "W postSchool", ("postSchool", "是")),
        Case("F15", "E employedSince", ("employedSince", "2020年10月13日")),
        Case("F15", "W unemployedSince", [.. AtHome, ("unemployedSince", "2020年8月")]),
        Case("F16", "E workplaceBeforeTown", [.. AtHome, .. BackFrom("古阳镇")]),
        Case("F16", "W returned", [.. BackFrom("默戎镇")]),
        Case("F17", "W status", ("status", "暂时退出(参军)")),
        Case("F18", "E paperArchiveNo", ("paperArchiveNo", "")),
        Case("F18", "E callRecord", ("contactMeans", "电话")),
        Case("F19", "W annualIncome", ("annualIncome", 49_001)),
        Case("F20", "W notWorkingType", [.. Lead]),
        Case("F20", "E notWorkingType", [.. Lead, ("workMonths", "2020年5月")]),
        Case("F21", "W registeredCounty", ("registeredCounty", "保靖县"), ("registeredTown", "葫芦镇"), ("registeredVillage", "新寨村")),
    ];

    [Theory, MemberData(nameof(Cases))]
    public async Task Given_a_form_that_breaks_a_rule_when_posted_or_imported_then_it_is_answered_with_rule_field_and_what_to_do(
        string rule, string expected, (string, object?)[] changes)
    {
        using var collector = await host.As("collector-1");
        var fields = SampleForm.OfSomebodyNew(changes);
        var posted = await (await collector.PostAsJsonAsync("forms", new { fields })).Content.ReadFromJsonAsync<JsonElement>();
        var import = await host.Import([ImportingTests.Row((string)SampleForm.OfSomebodyNew(changes)["residentId"], changes)], "&dryRun=true");
        var rows = await collector.GetFromJsonAsync<JsonElement>($"imports/{import.GetProperty("id").GetString()}/findings");

        var answered = posted.GetProperty(expected[0] == 'E' ? "findings" : "warnings");
        foreach (var findings in new[] { answered, rows[0].GetProperty("findings") })
        {
            var found = findings.EnumerateArray().Where(f => f.GetProperty("rule").GetString() == rule).ToList();
            found.Select(f => $"{(f.GetProperty("severity").GetString() == "error" ? 'E' : 'W')} {f.GetProperty("field").GetString()}").Should().Contain(expected);
            found.Should().AllSatisfy(f => f.GetProperty("message").GetString().Should().MatchRegex("^[^A-Za-z]{9,}。$"));
        }
    }

    [Theory, Trait("Req", "F18"), Trait("Req", "COL-06")]
    [InlineData(null)]
    [InlineData("2020-10-09")] // the signature under the form before, carried along
    public async Task Given_a_change_found_by_phone_then_it_waits_to_be_signed_until_it_is_and_no_change_waits_for_nothing(string? signature)
    {
        using var collector = await host.As("collector-1");
        var id = SampleForm.NewResidentId();
        var first = await (await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id) })).Content.ReadFromJsonAsync<JsonElement>();
        var path = $"laborers/{first.GetProperty("laborer").GetGuid()}/forms";
        var called = SampleForm.Of(id, ("contactMeans", "电话"), ("callRecord", "10月8日本人接听，换了工作"), ("householdSigned", signature), ("monthlyWage", 3600));

        var changed = await Rules(await collector.PostAsJsonAsync(path, new { fields = called, follows = 1 }));
        var again = await Rules(await collector.PostAsJsonAsync(path, new { fields = called, follows = 2 }));
        called["householdSigned"] = "2020年10月11日";
        var signed = await Rules(await collector.PostAsJsonAsync(path, new { fields = called, follows = 2 }));
        var import = await host.Import([ImportingTests.Row(id, ("contactMeans", "电话"), ("callRecord", "10月12日本人接听"), ("householdSigned", "2020年10月11日"), ("monthlyWage", 3700))], "&dryRun=true");
        var rows = await collector.GetFromJsonAsync<JsonElement>($"imports/{import.GetProperty("id").GetString()}/findings");

        rows[0].GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()).Should().Equal("F18");
        changed.Should().Equal("F18");
        again.Should().BeEmpty("nothing has changed");
        signed.Should().BeEmpty();
    }

    [Fact, Trait("Req", "F20")]
    public async Task Given_work_on_record_when_a_later_form_says_never_then_posted_or_imported_it_is_asked_which_is_right()
    {
        using var collector = await host.As("collector-1");
        var id = SampleForm.NewResidentId();
        var first = await (await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id) })).Content.ReadFromJsonAsync<JsonElement>();

        var import = await host.Import([ImportingTests.Row(id, Lead)], "&dryRun=true");
        var rows = await collector.GetFromJsonAsync<JsonElement>($"imports/{import.GetProperty("id").GetString()}/findings");
        var posted = await collector.PostAsJsonAsync($"laborers/{first.GetProperty("laborer").GetGuid()}/forms", new { fields = SampleForm.Of(id, Lead), follows = 1 });

        rows[0].GetProperty("findings")[0].GetProperty("message").GetString().Should().Contain("原有记录");
        (await posted.Content.ReadAsStringAsync()).Should().Contain("原有记录");
    }

    private static async Task<List<string>> Rules(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("warnings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()!)];
    }

    private static (string, object?)[] BackFrom(string town) =>
    [
        ("returned", "是"), ("returnReason", "因农忙"), ("workplaceBeforeProvince", "湖南"), ("workplaceBeforePrefecture", "湘西"),
        ("workplaceBeforeCounty", "古丈"), ("workplaceBeforeTown", town),
    ];

    private static string WithRegion(string region) => Checked(region + SampleForm.NewResidentId()[6..17]);

    private static string Born(string day) => Checked($"433126{day}{SampleForm.NewResidentId()[14..17]}");

    private static string Checked(string first17) => first17 + Guzhang.Domain.ResidentId.CheckCharacter(first17);

    private static TheoryDataRow<string, string, (string, object?)[]> Case(string rule, string expected, params (string, object?)[] changes) =>
        new TheoryDataRow<string, string, (string, object?)[]>(rule, expected, changes).WithTrait("Req", rule).WithTrait("Req", "COL-01");
}
