using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>People found by number, last four, name and initials through keyed codes alone, and shown masked.</summary>
[Trait("Req", "COL-15"), Trait("Req", "SEC-03")]
public sealed class FindingPeopleTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private const string Elsewhere = "433126108";

    [Theory]
    [InlineData("尚晓梅", "尚晓梅", "尚晓", "sxm", "SXM")]
    [InlineData("欧阳春华", "欧阳", "欧阳春", "oych", "ｏｙｃｈ")]
    [InlineData("单云", "单云", "sy")]
    [InlineData("买买提·艾力", "买买提艾", "买买提·艾力", "mmtal")]
    [InlineData("古丽娜扎尔拜合提亚尔江", "古丽娜扎尔拜合提", "古丽", "glnzebhtyej")]
    public async Task Given_somebody_on_record_then_the_name_its_beginnings_and_the_initials_find_them(string name, params string[] terms)
    {
        var (laborer, id) = await Submit(name);

        foreach (var term in terms.Append(id).Append(id.ToLowerInvariant()).Append(id[^4..]))
        {
            (await Search(term)).Should().Contain(laborer, term);
        }

        (await Search(name[..1] + "龘")).Should().NotContain(laborer);
    }

    [Fact]
    public async Task Given_a_hit_then_it_is_masked_and_one_read_is_on_record_without_the_term()
    {
        var (laborer, id) = await Submit("瞿水妹", ("phone", "13874391234"));
        using var clerk = await host.As("clerk-21", "town-clerk");

        var row = (await (await clerk.PostAsJsonAsync("people/search", new { term = "瞿水" })).Content.ReadFromJsonAsync<SearchAnswer>())!.People.Single(p => p.Laborer == laborer);

        row.Should().BeEquivalentTo(new
        {
            Name = "瞿*妹", ResidentId = $"433126********{id[^4..]}", Phone = "138****1234", Town = "433126101", State = "awaiting", Condition = "open", FormYear = 2020,
        });
        var record = await host.Scalar<string>("select what || ' ' || reason || ' ' || people || ' ' || selection from collection.reads where officer = 'clerk-21'");
        record.Should().StartWith("search 查找人员").And.Contain(laborer.ToString()).And.NotContainAny("瞿水", id);
        (await Audit("personal-data.read", "clerk-21")).Should().ContainSingle().Which.GetProperty("details").GetProperty("what").GetString().Should().Be("search");
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_a_caller_of_another_town_then_neither_search_nor_lookup_tells_that_there_is_somebody()
    {
        var (laborer, id) = await Submit("全世松");
        using var stranger = await host.As("clerk-22", "town-clerk", Elsewhere);

        foreach (var term in new[] { "全世松", id, id[^4..], "qss" })
        {
            (await Search(term, stranger)).Should().NotContain(laborer);
        }

        (await LookUp(stranger, laborer)).Should().BeEmpty();
        (await host.Scalar<long>("select count(*) from collection.reads where officer = 'clerk-22' and selection::text like '%" + laborer + "%'")).Should().Be(0);
    }

    [Fact]
    public async Task Given_a_changed_name_then_the_old_one_finds_them_no_more()
    {
        var (laborer, id) = await Submit("米建军");
        using var collector = await host.As("collector-1");

        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = SampleForm.Of(id, ("name", "覃昌平")), follows = 1 })).EnsureSuccessStatusCode();

        (await Search("米建军")).Should().NotContain(laborer);
        (await Search("mjj")).Should().NotContain(laborer);
        (await Search("覃昌")).Should().Contain(laborer);
        (await Search("qcp")).Should().Contain(laborer);
        (await Search(id[^4..])).Should().Contain(laborer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("张")]
    [InlineData("x")]
    [InlineData("433126199003070020")]
    [InlineData("13874390001")]
    [InlineData("张三%")]
    public async Task Given_a_term_that_is_none_then_the_problem_says_what_can_be_looked_for_and_does_not_repeat_it(string? term)
    {
        using var clerk = await host.As("clerk-1", "town-clerk");

        var answer = await clerk.PostAsJsonAsync("people/search", new { term });

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
        detail.Should().Contain("身份证号码");
        if (term?.Length > 3)
        {
            detail.Should().NotContain(term);
        }
    }

    [Fact]
    public async Task Given_more_people_than_asked_for_then_the_answer_says_that_there_are_more()
    {
        await Submit("符桂仙");
        await Submit("符桂仙");
        using var clerk = await host.As("clerk-1", "town-clerk");

        var one = (await (await clerk.PostAsJsonAsync("people/search", new { term = "符桂仙", limit = 1 })).Content.ReadFromJsonAsync<SearchAnswer>())!;
        var all = (await (await clerk.PostAsJsonAsync("people/search", new { term = "符桂仙" })).Content.ReadFromJsonAsync<SearchAnswer>())!;

        (one.People.Count, one.More).Should().Be((1, true));
        (all.People.Count, all.More).Should().Be((2, false));
        (await clerk.PostAsJsonAsync("people/search", new { term = "符桂仙", limit = 101 })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Given_imported_people_then_they_are_found_as_well()
    {
        var id = SampleForm.NewResidentId();

        await host.Import([ImportingTests.Row(id, ("name", "鲁清泉")), ImportingTests.Row(("name", "鲁清波"))]);

        using var clerk = await host.As("clerk-1", "town-clerk");
        (await (await clerk.PostAsJsonAsync("people/search", new { term = "lqq" })).Content.ReadFromJsonAsync<SearchAnswer>())!.People
            .Should().ContainSingle().Which.ResidentId.Should().EndWith(id[^4..]);
    }

    [Fact]
    public async Task Given_people_on_record_from_before_there_were_keys_then_the_service_makes_them_at_its_start()
    {
        await using var old = new CollectionHost();
        await old.InitializeAsync();
        await old.Import([ImportingTests.Row(("name", "宋大江")), ImportingTests.Row(("name", "宋大河"))]);
        await old.Execute("insert into collection.search_keys_missing select laborer from collection.laborers; delete from collection.search_keys");

        await old.Restart();

        using var clerk = await old.As("clerk-1", "town-clerk");
        (await Eventually.Get(
            async () => (await (await clerk.PostAsJsonAsync("people/search", new { term = "宋大" })).Content.ReadFromJsonAsync<SearchAnswer>())!.People.Count, n => n == 2)).Should().Be(2);
        (await old.Scalar<long>("select count(*) from collection.search_keys_missing")).Should().Be(0);
    }

    [Fact]
    public async Task Given_a_page_of_a_list_then_names_come_masked_in_its_order_for_one_read_on_record()
    {
        var people = new[] { await Submit("罗永生"), await Submit("罗永兴"), await Submit("罗永家") };
        using var leader = await host.As("leader-3", "leader");

        var rows = await LookUp(leader, [people[2].Laborer, Guid.NewGuid(), people[0].Laborer, people[2].Laborer, people[1].Laborer]);

        rows.Select(r => (r.Laborer, r.Name)).Should().Equal((people[2].Laborer, "罗*家"), (people[0].Laborer, "罗*生"), (people[1].Laborer, "罗*兴"));
        (await host.Scalar<long>("select count(*) from collection.reads where officer = 'leader-3' and what = 'lookup' and people = 3")).Should().Be(1);
        (await Audit("personal-data.read", "leader-3")).Should().ContainSingle();
    }

    [Fact]
    public async Task Given_nobody_or_more_than_a_page_then_the_lookup_is_a_problem()
    {
        using var clerk = await host.As("clerk-1", "town-clerk");
        foreach (var laborers in new[] { null, [], Enumerable.Range(0, 101).Select(_ => Guid.NewGuid()).ToArray() })
        {
            (await clerk.PostAsJsonAsync("people/lookup", new { laborers })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }

        (await clerk.PostAsJsonAsync("people/lookup", new { laborers = new[] { "nobody" } })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("张三", "张*")]
    [InlineData("张小三", "张*三")]
    [InlineData("欧阳春华", "欧**华")]
    [InlineData("𠮷田守", "𠮷*守")]
    public void Given_a_name_then_its_mask_shows_the_ends(string name, string masked) => Masking.Name(name).Should().Be(masked);

    [Theory]
    [InlineData("13800005678", "138****5678")]
    [InlineData("0743-4721234", "074*****1234")]
    [InlineData("4721234", "*******")]
    [InlineData("not-applicable", null)]
    [InlineData(null, null)]
    public void Given_a_phone_then_its_mask_shows_three_and_four(string? phone, string? masked) => Masking.Phone(phone).Should().Be(masked);

    private async Task<(Guid Laborer, string Id)> Submit(string name, params (string, object?)[] changes)
    {
        var id = SampleForm.NewResidentId();
        using var collector = await host.As("collector-1");
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, [("name", name), .. changes]) });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid(), id);
    }

    private async Task<List<Guid>> Search(string term, HttpClient? by = null)
    {
        using var own = by is null ? await host.As("clerk-1", "town-clerk") : null;
        var answer = await (by ?? own!).PostAsJsonAsync("people/search", new { term, limit = 100 });
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return [.. (await answer.Content.ReadFromJsonAsync<SearchAnswer>())!.People.Select(p => p.Laborer)];
    }

    private static async Task<IReadOnlyList<PersonRow>> LookUp(HttpClient by, params Guid[] laborers) =>
        (await (await by.PostAsJsonAsync("people/lookup", new { laborers })).Content.ReadFromJsonAsync<PeopleAnswer>())!.People;

    private async Task<List<JsonElement>> Audit(string action, string actor)
    {
        using var auditor = await host.As("auditor-1", "auditor");
        return [.. (await auditor.GetFromJsonAsync<JsonElement>($"audit?action={action}&actor={actor}")).GetProperty("items").EnumerateArray()];
    }
}
