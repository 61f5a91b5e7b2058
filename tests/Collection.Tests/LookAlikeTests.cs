using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using CsCheck;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Domain;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>F03: people of a similar name whose number is one slip away.</summary>
[Trait("Req", "F03")]
public sealed class LookAlikeTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private static readonly string[] Names = ["", "石春梅", "田夏兰", "吴秋竹", "宋冬菊", "胡东海", "梁西山", "罗南湖", "黄北岭"];
    private static int _names;

    [Theory]
    [InlineData("瞿银秀", "瞿银秀")]
    [InlineData("瞿桂花", "渠桂花")]
    [InlineData("瞿金莲", "渠锦连")]
    [InlineData("瞿大福", "瞿天福")]
    [InlineData("单小红", "山晓虹")]
    [InlineData("解小莉", "谢晓丽")]
    [InlineData("尉迟春", "玉池椿")]
    [InlineData("买买提·艾力", "买买提艾力")]
    [InlineData("张𠮷", "张𬭎")]
    [InlineData("李英", "李瑛")]
    public async Task Given_a_name_that_is_the_same_reads_the_same_or_differs_in_one_character_and_a_number_one_slip_away_then_it_warns(string first, string second)
    {
        var (id, slip) = NewPair(16, 3);
        await Submit(id, first);

        var finding = (await Submit(slip, second)).Should().ContainSingle().Subject;

        finding.Severity.Should().Be("warning");
        finding.Field.Should().Be("residentId");
        finding.Laborers.Should().ContainSingle();
    }

    [Theory]
    [InlineData("全银秀", "权美秀")]
    [InlineData("米银秀", "米银")]
    [InlineData("单大海", "丹达海")]
    [InlineData("鲁英", "王莹")]
    [InlineData("符𠮷", "覃𬭎")]
    public async Task Given_a_name_that_differs_in_more_then_a_number_one_slip_away_says_nothing(string first, string second)
    {
        var (id, slip) = NewPair(16, 3);
        await Submit(id, first);

        (await Submit(slip, second)).Should().BeEmpty();
    }

    [Fact]
    public async Task Given_every_way_to_change_one_digit_or_to_swap_two_neighbours_then_the_good_numbers_of_them_warn_and_further_ones_do_not()
    {
        using var collector = await host.As("collector-1");
        // Of a year that no other test's people are near: a slip that is somebody on record would be F02's.
        const string First17 = "43312619620515123";
        var id = First17 + ResidentId.CheckCharacter(First17);
        var name = NewName();
        await Submit(id, name);
        var slips = Enum.GetValues<NumberPart>().SelectMany(part => Slips.Outside(part, Parse(id))).ToList();

        var answers = await Task.WhenAll(slips.Select(slip => Refused(collector, slip, name)));
        var further = await Task.WhenAll(slips.Take(40).Select(slip => Refused(collector, Slips.Outside(NumberPart.Tail, Parse(slip)).Last(n => !slips.Contains(n) && n != id), name)));

        slips.Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(60);
        // A province that is none, or a day to come, is no number at all.
        answers.Should().AllSatisfy(rules => (rules.Contains("F03") ^ rules.Contains("F01 error")).Should().BeTrue());
        answers.Count(rules => rules.Contains("F03")).Should().BeGreaterThan(60);
        further.Should().AllSatisfy(rules => rules.Should().NotContain("F03"));
    }

    [Fact]
    public async Task Given_somebody_alike_in_another_town_then_neither_who_nor_where_is_said()
    {
        var (id, slip) = NewPair(14, 2);
        var name = NewName();
        await Submit(id, name);

        var finding = (await Submit(slip, name, "433126108", ("town", "坪坝镇"), ("village", null))).Should().ContainSingle().Subject;

        finding.Laborers.Should().BeNull();
        finding.Message.Should().Contain("其他乡镇").And.NotContain("古阳").And.NotContain("罗依溪").And.NotContain(id).And.NotContain(name);
    }

    [Fact]
    public async Task Given_somebody_alike_whom_the_caller_may_see_then_the_place_and_the_record_are_said_and_nothing_else()
    {
        var (id, slip) = NewPair(10, 1);
        var name = NewName();
        await Submit(id, name);
        var first = (await host.Journal()).Last(e => e.Type == EventTypes.FormSubmitted).Read<FormSubmitted>().Laborer;

        var finding = (await Submit(slip, name)).Should().ContainSingle().Subject;

        finding.Laborers.Should().Equal(first);
        finding.Message.Should().Contain("古阳镇罗依溪社区").And.NotContain(id).And.NotContain(name);
        var stored = (await host.Journal()).Last(e => e.Type == EventTypes.FormSubmitted).Read<FormSubmitted>();
        stored.Warnings.Should().Equal(new Warning("F03", "residentId"));
    }

    [Fact]
    public async Task Given_a_corrected_name_then_the_new_one_is_found_and_the_old_one_is_not()
    {
        using var collector = await host.As("collector-1");
        var (id, slip) = NewPair(12, 1);
        var (before, after) = ("龙海波", "麻桂珍");
        var laborer = await Laborer(collector, id, before);
        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = SampleForm.Of(id, ("name", after)), follows = 1 })).EnsureSuccessStatusCode();

        (await Refused(collector, slip, before)).Should().NotContain("F03");
        (await Refused(collector, slip, after)).Should().Contain("F03");
    }

    [Fact, Trait("Req", "COL-09")]
    public async Task Given_rows_of_one_workbook_then_the_later_one_is_told_the_row_of_the_earlier_near_and_far_in_a_dry_run_too()
    {
        var (id, slip) = NewPair(16, 5);
        var (far, farSlip) = NewPair(8, 1);
        var (name, farName) = (NewName(), NewName());
        var filler = Enumerable.Range(0, 1600).Select(_ => ImportingTests.Row());
        List<Dictionary<string, object>> rows =
            [ImportingTests.Row(far, ("name", farName)), .. filler, ImportingTests.Row(id, ("name", name)), ImportingTests.Row(slip, ("name", name)), ImportingTests.Row(farSlip, ("name", farName))];

        foreach (var dry in new[] { true, false })
        {
            var import = await host.Import(rows, dry ? "&dryRun=true" : "");

            ImportingTests.Counts(import).Should().Be((rows.Count, rows.Count, 0, 0, 0));
            using var collector = await host.As("collector-1");
            var findings = (await collector.GetFromJsonAsync<JsonElement>($"imports/{import.GetProperty("id").GetString()}/findings")).EnumerateArray().ToList();
            findings.Select(f => f.GetProperty("row").GetInt32()).Should().Equal(1604, 1605);
            findings.Select(f => f.GetProperty("findings")[0].GetProperty("rule").GetString()).Should().Equal("F03", "F03");
            findings[0].GetProperty("findings")[0].GetProperty("message").GetString().Should().Contain("第1603行");
            findings[1].GetProperty("findings")[0].GetProperty("message").GetString().Should().Contain(dry ? "第2行" : "在册");
        }
    }

    [Fact]
    public async Task Given_the_same_person_again_then_it_is_the_record_and_no_look_alike()
    {
        using var collector = await host.As("collector-1");
        var id = NewId();
        var laborer = await Laborer(collector, id, "田大勇");

        var same = await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = SampleForm.Of(id, ("name", "田大勇")), follows = 1 });

        same.StatusCode.Should().Be(HttpStatusCode.OK);
        (await same.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("warnings").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Given_people_on_record_from_before_there_were_keys_then_the_service_makes_them_at_its_start()
    {
        var (id, slip) = NewPair(11, 1);
        await using var old = new CollectionHost();
        await old.InitializeAsync();
        using (var collector = await old.As("collector-1"))
        {
            await Laborer(collector, id, "彭玉兰");
            await old.Execute("insert into collection.look_alikes_missing select laborer from collection.laborers; delete from collection.look_alikes");
            (await Refused(collector, slip, "彭玉兰")).Should().NotContain("F03");
        }

        await old.Restart();

        using var again = await old.As("collector-1");
        (await Eventually.Get(() => Refused(again, slip, "彭玉兰"), rules => rules.Contains("F03"))).Should().Contain("F03");
        (await old.Scalar<long>("select count(*) from collection.look_alikes_missing")).Should().Be(0);
    }

    [Fact]
    public async Task Given_the_keys_then_they_are_few_and_tell_nothing_of_name_or_number()
    {
        var before = await host.Scalar<long>("select count(*) from collection.look_alikes");

        await Submit(NewId(), "欧阳春华");

        (await host.Scalar<long>("select count(*) from collection.look_alikes")).Should().Be(before + 10, "head and tail, for the pinyin and for each of four characters left out");
    }

    [Fact]
    public void Given_any_number_then_a_slip_is_one_digit_or_a_swap_away_and_back() =>
        Gen.Select(Gen.Int[0, 11], Gen.Int[1, 28], Gen.Int[0, 999], Gen.Int[1950, 2004]).Sample((month, day, sequence, year) =>
        {
            var first17 = $"433126{year}{month + 1:00}{day:00}{sequence:000}";
            var id = Parse(first17 + ResidentId.CheckCharacter(first17));
            var slips = Enum.GetValues<NumberPart>().SelectMany(part => Slips.Outside(part, id)).ToList();
            return slips.Count == slips.Distinct().Count() && slips.TrueForAll(slip =>
            {
                var differs = Enumerable.Range(0, 17).Where(i => slip[i] != id.Value[i]).ToList();
                var swapped = differs is [var a, var b] && b == a + 1 && slip[a] == id.Value[b] && slip[b] == id.Value[a];
                var back = Enum.GetValues<NumberPart>().SelectMany(part => Slips.Outside(part, Parse(slip)));
                return (differs.Count == 1 || swapped) && back.Contains(id.Value);
            });
        });

    /// <summary>Submits a form that is otherwise good and gives its warnings.</summary>
    private async Task<List<Warned>> Submit(string id, string name, string division = "433126", params (string, object?)[] changes)
    {
        using var collector = await host.As("collector-1", division: division);
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, [("name", name), .. changes]) });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("warnings").Deserialize<List<Warned>>(ContractJson.Options)!;
    }

    /// <summary>The warnings and errors named to a form that is refused for its blank phone (or for being somebody's already), and so stores nothing.</summary>
    private static async Task<List<string>> Refused(HttpClient collector, string id, string name)
    {
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, ("name", name), ("phone", "")) });
        answer.StatusCode.Should().BeOneOf(HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings").Deserialize<List<Warned>>(ContractJson.Options)!
            .Select(f => f.Severity == "error" ? $"{f.Rule} error" : f.Rule)];
    }

    private static async Task<Guid> Laborer(HttpClient collector, string id, string name)
    {
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, ("name", name)) });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid();
    }

    /// <summary>A number, and one whose digit (counted from 0) is another.</summary>
    private static (string Id, string Slip) NewPair(int at, int by)
    {
        while (true)
        {
            var id = NewId();
            var digits = id[..17].ToCharArray();
            digits[at] = (char)('0' + ((digits[at] - '0' + by) % 10));
            var slip = new string(digits);
            if (ResidentId.TryParse(slip + ResidentId.CheckCharacter(slip), out var read))
            {
                return (id, read!.Value);
            }
        }
    }

    private static string NewId() => SampleForm.NewResidentId();

    /// <summary>No two are similar.</summary>
    private static string NewName() => Names[Interlocked.Increment(ref _names)];

    private static ResidentId Parse(string text) => ResidentId.TryParse(text, out var id) ? id! : throw new ArgumentException(text);

    private sealed record Warned(string Rule, string Field, string Severity, string Message, IReadOnlyList<Guid>? Laborers);
}
