using System.Net;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>What an import refused comes back as a workbook, for some days.</summary>
[Trait("Req", "COL-09")]
public sealed class AnswerWorkbookTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    [Fact]
    public async Task Given_bad_rows_then_they_come_back_with_what_to_mend_beside_the_cells_and_once_mended_they_are_taken()
    {
        List<Dictionary<string, object>> rows =
        [
            ImportingTests.Row(), ImportingTests.Row(("skillLevel", "高级"), ("services", "职业指导0次"), ("name", "龙海波")), ImportingTests.Row(),
            ImportingTests.Row(("phone", "没有")),
        ];
        foreach (var row in rows)
        {
            row.Remove("纸质版留档编号");
            row.Add("村干部意见", "同意");
            row["核实方式"] = "电话";
            row["电话核实记录"] = "10月8日本人接听";
        }

        rows[3].Remove("电话核实记录");
        foreach (var row in rows)
        {
            row.TryAdd("电话核实记录", "");
        }

        var import = await host.Import(rows);
        var sheet = CollectionHost.Sheet(await Answer(import));

        ImportingTests.Counts(import).Should().Be((4, 2, 0, 0, 2));
        sheet.Select(r => r["原行号"]).Should().Equal("3", "5");
        sheet[0]["姓名"].Should().Be("龙海波");
        sheet[0]["技能等级→如何改正"].Should().StartWith("须改正（F05）：").And.EndWith("。");
        sheet[0]["本年度享受就业服务项目→如何改正"].Should().Contain("职业指导");
        sheet[0]["联系电话→如何改正"].Should().BeEmpty();
        sheet[1]["联系电话→如何改正"].Should().Contain("F06");
        sheet[1]["电话核实记录→如何改正"].Should().Contain("F18");
        var headers = sheet[0].Keys.ToList();
        headers.IndexOf("技能等级→如何改正").Should().Be(headers.IndexOf("技能等级") + 1, "it stands beside the cell");

        (sheet[0]["技能等级"], sheet[0]["本年度享受就业服务项目"], sheet[1]["联系电话"], sheet[1]["电话核实记录"]) = ("无", "职业指导1次", "13874390001", "10月8日本人接听");
        var mended = await host.Import(sheet.Select(r => r.ToDictionary(c => c.Key, c => (object)c.Value)));
        ImportingTests.Counts(mended).Should().Be((2, 2, 0, 0, 0));
    }

    [Fact]
    public async Task Given_a_finding_about_a_column_the_sheet_does_not_have_then_it_stands_in_a_column_of_its_own()
    {
        var row = ImportingTests.Row();
        row.Remove("联系电话");

        var sheet = CollectionHost.Sheet(await Answer(await host.Import([row])));

        sheet[0]["其他需要改正之处"].Should().Contain("联系电话——").And.Contain("F06");
    }

    [Fact, Trait("Req", "COL-18")]
    public async Task Given_a_dry_run_then_what_would_be_refused_comes_back_as_well() =>
        CollectionHost.Sheet(await Answer(await host.Import([ImportingTests.Row(("ability", "无劳动力"))], "&dryRun=true"))).Should().ContainSingle();

    [Fact]
    public async Task Given_an_import_without_bad_rows_or_of_somebody_else_then_there_is_nothing_to_fetch()
    {
        var good = await host.Import([ImportingTests.Row()]);
        var bad = await host.Import([ImportingTests.Row(("phone", "没有"))]);

        (await Fetch(good)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Fetch(bad, "collector-2")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        using var operation = await host.As("operator", "operator");
        (await operation.GetAsync(Path(bad))).StatusCode.Should().Be(HttpStatusCode.NotFound, "an operator sees how an import went, not the people in it");
    }

    [Fact, Trait("Req", "COL-15")]
    public async Task Given_refused_rows_then_nothing_of_them_is_readable_in_the_database_and_after_some_days_nothing_is_left()
    {
        var import = await host.Import([ImportingTests.Row(("name", "米桂珍"), ("phone", "没有"))]);
        var id = import.GetProperty("id").GetGuid();
        var sealedRow = await host.Scalar<byte[]>($"select cells from collection.import_findings where import = '{id}'");

        sealedRow.AsSpan().IndexOf(Encoding.UTF8.GetBytes("米桂珍")).Should().Be(-1);
        (await host.Scalar<string>($"select findings::text from collection.import_findings where import = '{id}'")).Should().NotContain("米桂珍").And.NotContain("没有\"");
        (await host.Scalar<double>($"select extract(epoch from erase_after - clock_timestamp())::float8 / 86400 from collection.import_keys where import = '{id}'"))
            .Should().BeInRange(6.9, 7);
        (await Fetch(import)).StatusCode.Should().Be(HttpStatusCode.OK);

        await host.Execute($"update collection.import_keys set erase_after = clock_timestamp() where import = '{id}'");

        var gone = await Fetch(import);
        gone.StatusCode.Should().Be(HttpStatusCode.Gone);
        (await gone.Content.ReadAsStringAsync()).Should().Contain("重新导入");
        await host.Restart();
        (await Eventually.Get(() => host.Scalar<long>($"select count(*) from collection.import_keys where import = '{id}'"), left => left == 0)).Should().Be(0);
        (await host.Scalar<long>($"select count(*) from collection.import_findings where import = '{id}' and cells is not null")).Should().Be(0);
        (await host.Scalar<long>($"select count(*) from collection.import_findings where import = '{id}'")).Should().Be(1, "what was wrong stays on record, without the values");
    }

    [Fact, Trait("Req", "COL-15")]
    public async Task Given_refused_rows_fetched_then_that_is_on_record()
    {
        var import = await host.Import([ImportingTests.Row(("phone", "没有"))], by: await host.As("collector-6"));

        (await Fetch(import, "collector-6")).StatusCode.Should().Be(HttpStatusCode.OK);

        (await host.Scalar<int>("select people from collection.reads where officer = 'collector-6' and what = 'import-answer'")).Should().Be(1);
    }

    private async Task<byte[]> Answer(JsonElement import) => await (await Fetch(import)).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();

    private async Task<HttpResponseMessage> Fetch(JsonElement import, string officer = "collector-1")
    {
        using var collector = await host.As(officer);
        return await collector.GetAsync(Path(import));
    }

    private static Uri Path(JsonElement import) => new($"imports/{import.GetProperty("id").GetGuid()}/workbook", UriKind.Relative);
}
