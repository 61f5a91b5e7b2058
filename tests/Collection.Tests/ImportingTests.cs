using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

public sealed class ImportingTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    [Fact, Trait("Req", "COL-09")]
    public async Task Given_good_and_bad_rows_each_is_stored_or_answered_and_the_same_people_again_change_nothing()
    {
        var good = Enumerable.Range(0, 30).Select(_ => Row()).ToList();
        var bad = Enumerable.Range(0, 5).Select(n => Row(("skillLevel", "高级"), ("paperArchiveNo", null))).ToList();
        var rows = good.Concat(bad).ToList();

        var first = await host.Import(rows);
        var before = (await host.Journal()).Count;
        var again = await host.Import(rows.AsEnumerable().Reverse().Select(r => r.Reverse().ToDictionary()));

        Counts(first).Should().Be((35, 30, 0, 0, 5));
        Counts(again).Should().Be((35, 0, 0, 30, 5));
        (await host.Journal()).Count.Should().Be(before, "nothing new happened");
        using var collector = await host.As("collector-1");
        var findings = await collector.GetFromJsonAsync<JsonElement>($"imports/{first.GetProperty("id").GetString()}/findings");
        findings.EnumerateArray().Select(f => f.GetProperty("row").GetInt32()).Should().Equal(32, 33, 34, 35, 36);
        findings[0].GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()).Should().BeEquivalentTo("F05", "F18");
    }

    [Fact]
    public async Task Given_a_refused_person_the_refusal_is_published_once_and_ends_when_the_person_is_on_record()
    {
        var id = SampleForm.NewResidentId();
        await host.Import([Row(id, ("services", "职业指导0次"))]);
        await host.Import([Row(id, ("services", "职业指导0次"))]);
        var refused = (await host.Journal()).Where(e => e.Type == EventTypes.RowRefused).Select(e => e.Read<RowRefused>()).Last();

        await host.Import([Row(id)]);

        refused.Broken.Should().Equal(new Warning("F10", "services"));
        refused.Town.Should().Be("433126101");
        var events = (await host.Journal()).Where(e => e.Aggregate == $"refusal-{refused.Refusal}").ToList();
        events.Select(e => e.Type).Should().Equal(EventTypes.RowRefused, EventTypes.RefusalResolved);
    }

    [Fact, Trait("Req", "COL-09")]
    public async Task Given_a_row_about_somebody_on_record_with_other_values_it_follows_the_current_version()
    {
        var id = SampleForm.NewResidentId();
        await host.Import([Row(id)]);

        var second = await host.Import([Row(id, ("annualIncome", 26000))]);

        Counts(second).Should().Be((1, 0, 1, 0, 0));
        var form = (await host.Journal()).Last(e => e.Type == EventTypes.FormSubmitted).Read<FormSubmitted>();
        form.Should().BeEquivalentTo(new { FormVersion = 2, Follows = 1 }, o => o.ExcludingMissingMembers());
        form.ChangedFields.Should().Equal("annualIncome");
    }

    [Fact, Trait("Req", "F02")]
    public async Task Given_a_person_in_two_rows_the_first_counts_the_second_is_answered_and_the_same_sheet_again_changes_nothing()
    {
        var (id, refusedId, mixedId) = (SampleForm.NewResidentId(), SampleForm.NewResidentId(), SampleForm.NewResidentId());
        var filler = Enumerable.Range(0, 600).Select(_ => Row()).ToList();
        List<Dictionary<string, object>> rows =
        [
            Row(id), Row(refusedId, ("services", "职业指导0次")), Row(mixedId), .. filler,
            Row(id, ("phone", "13874390002")), Row(refusedId, ("skillLevel", "高级")), Row(mixedId, ("services", "职业指导0次")),
        ];

        var first = await host.Import(rows);
        var events = (await host.Journal()).Count;
        var again = await host.Import(rows);

        Counts(first).Should().Be((606, 602, 0, 0, 4));
        Counts(again).Should().Be((606, 0, 0, 602, 4));
        (await host.Journal()).Count.Should().Be(events);
        using var collector = await host.As("collector-1");
        var findings = await collector.GetFromJsonAsync<JsonElement>($"imports/{first.GetProperty("id").GetString()}/findings");
        var twice = findings.EnumerateArray().Single(f => f.GetProperty("row").GetInt32() == 605).GetProperty("findings")[0];
        twice.GetProperty("rule").GetString().Should().Be("F02");
        twice.GetProperty("message").GetString().Should().Contain("第2行");
    }

    [Fact, Trait("Req", "F02")]
    public async Task Given_a_good_and_a_bad_row_of_one_person_in_either_order_the_person_is_on_record_and_not_refused()
    {
        foreach (var badFirst in new[] { true, false })
        {
            var id = SampleForm.NewResidentId();
            var good = Row(id);
            var bad = Row(id, ("services", "职业指导0次"));
            var refusedBefore = await OpenRefusals();

            await host.Import(badFirst ? [bad, good] : [good, bad]);

            (await OpenRefusals()).Should().Be(refusedBefore);
        }
    }

    private Task<long> OpenRefusals() => host.Scalar<long>("select count(*) from collection.refusals where open");

    [Fact, Trait("Req", "COL-18")]
    public async Task Given_a_dry_run_it_tells_what_would_be_and_stores_nothing()
    {
        var before = (await host.Journal()).Count;

        var dry = await host.Import([Row(), Row(("ability", "无劳动力"))], "&dryRun=true");

        Counts(dry).Should().Be((2, 1, 0, 0, 1));
        (await host.Journal()).Count.Should().Be(before);
    }

    [Fact]
    public async Task Given_rows_outside_the_callers_town_they_are_answered_as_out_of_scope()
    {
        var import = await host.Import([Row(("town", "坪坝镇"), ("village", null))], by: await host.As("clerk", "town-clerk", "433126101"));

        Counts(import).Refused.Should().Be(1);
    }

    [Fact, Trait("Req", "COL-09")]
    public async Task Given_a_file_that_is_no_workbook_or_lacks_columns_the_problem_says_so()
    {
        using var collector = await host.As("collector-1");
        var noWorkbook = await collector.PostAsync(new Uri("imports", UriKind.Relative), new ByteArrayContent([1, 2, 3]));
        var noColumns = await host.Import([new() { ["姓名"] = "向秀英" }]);

        noWorkbook.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        noColumns.GetProperty("detail").GetString().Should().Contain("身份证号码").And.Contain("负责镇");
    }

    internal static (int Read, int Added, int Changed, int Unchanged, int Refused) Counts(JsonElement import) =>
        (N(import, "read"), N(import, "added"), N(import, "changed"), N(import, "unchanged"), N(import, "refused"));

    private static int N(JsonElement import, string name) => import.GetProperty(name).GetInt32();

    internal static Dictionary<string, object> Row(params (string, object?)[] changes) => Row(SampleForm.NewResidentId(), changes);

    internal static Dictionary<string, object> Row(string residentId, params (string, object?)[] changes)
    {
        var form = SampleForm.Of(residentId, changes);
        return FormFields.All.ToDictionary(f => f.Label, f => form.GetValueOrDefault(f.Name) switch
        {
            IEnumerable<string> many => string.Join('、', many),
            var value => value ?? "",
        });
    }
}
