using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

public sealed class SubmittingTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    [Fact]
    public async Task Given_a_form_in_order_when_submitted_it_is_on_record_and_published_without_anything_personal()
    {
        using var collector = await host.As("collector-1");
        var residentId = SampleForm.NewResidentId();

        var response = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(residentId) });

        response.StatusCode.Should().Be(HttpStatusCode.Created);
        var accepted = await response.Content.ReadFromJsonAsync<JsonElement>();
        var laborer = accepted.GetProperty("laborer").GetGuid();
        var published = (await host.Journal()).Single(e => e.Aggregate == $"laborer-{laborer}");
        published.Seq.Should().Be(1);
        var form = published.Read<FormSubmitted>();
        form.Should().BeEquivalentTo(new { FormVersion = 1, Town = "433126101", Collector = "collector-1" }, o => o.ExcludingMissingMembers());
        form.Facts.WorkplaceClass.Should().Be("out-of-province");
        published.Data.GetRawText().Should().NotContainAny(residentId, "向秀英", "13874390001", "电子厂", "3组", "GY-0001");
    }

    [Fact]
    public async Task Given_stored_forms_neither_the_database_holds_anything_personal_in_the_clear()
    {
        using var collector = await host.As("collector-1");
        var residentId = SampleForm.NewResidentId();
        (await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(residentId, ("name", "麻慧兰")) })).EnsureSuccessStatusCode();

        var clear = await host.Scalar<long>($"select count(*) from journal.events where data::text like '%{residentId}%' or data::text like '%麻慧兰%' or data::text like '%13874390001%'");

        clear.Should().Be(0);
        (await host.Scalar<long>("select count(*) from collection.person_keys")).Should().BePositive();
    }

    [Fact, Trait("Req", "COL-04"), Trait("Req", "F02")]
    public async Task Given_two_collectors_who_submit_the_same_person_at_once_one_wins_and_the_other_gets_the_record()
    {
        using var one = await host.As("collector-1");
        using var two = await host.As("collector-2");
        for (var round = 0; round < 10; round++)
        {
            var fields = SampleForm.OfSomebodyNew();
            var other = new Dictionary<string, object>(fields) { ["annualIncome"] = 30000 };

            var answers = await Task.WhenAll(one.PostAsJsonAsync("forms", new { fields }), two.PostAsJsonAsync("forms", new { fields = other }));

            answers.Select(a => a.StatusCode).Should().BeEquivalentTo([HttpStatusCode.Created, HttpStatusCode.Conflict]);
            var won = await answers.Single(a => a.StatusCode == HttpStatusCode.Created).Content.ReadFromJsonAsync<JsonElement>();
            var lost = await answers.Single(a => a.StatusCode == HttpStatusCode.Conflict).Content.ReadFromJsonAsync<JsonElement>();
            lost.GetProperty("rule").GetString().Should().Be("F02");
            lost.GetProperty("laborer").GetGuid().Should().Be(won.GetProperty("laborer").GetGuid());
        }
    }

    [Fact]
    public async Task Given_a_form_that_breaks_several_rules_all_of_them_are_answered_at_once_in_Chinese()
    {
        using var collector = await host.As("collector-1");
        var fields = SampleForm.OfSomebodyNew(("ability", "丧失劳动力"), ("services", "职业指导0次"), ("paperArchiveNo", null), ("monthsWorked", 13));

        var response = await collector.PostAsJsonAsync("forms", new { fields });

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var findings = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings").EnumerateArray().ToList();
        findings.Select(f => f.GetProperty("rule").GetString()).Should().Contain(["F04", "F10", "F12", "F18"]);
        findings.Should().AllSatisfy(f =>
        {
            f.GetProperty("field").GetString().Should().NotBeNullOrEmpty();
            f.GetProperty("message").GetString().Should().MatchRegex("[一-龥]");
        });
    }

    [Fact]
    public async Task Given_a_form_on_record_a_correction_follows_its_version_and_an_old_version_is_refused()
    {
        using var collector = await host.As("collector-1");
        var fields = SampleForm.OfSomebodyNew();
        var first = await (await collector.PostAsJsonAsync("forms", new { fields })).Content.ReadFromJsonAsync<JsonElement>();
        var path = $"laborers/{first.GetProperty("laborer").GetGuid()}/forms";
        fields["annualIncome"] = 26000;

        var second = await collector.PostAsJsonAsync(path, new { fields, follows = 1 });
        var same = await collector.PostAsJsonAsync(path, new { fields, follows = 2 });
        fields["annualIncome"] = 27000;
        var late = await collector.PostAsJsonAsync(path, new { fields, follows = 1 });

        second.StatusCode.Should().Be(HttpStatusCode.Created);
        var answer = await second.Content.ReadFromJsonAsync<JsonElement>();
        answer.GetProperty("formVersion").GetInt32().Should().Be(2);
        answer.GetProperty("changedFields").EnumerateArray().Select(f => f.GetString()).Should().Equal("annualIncome");
        same.StatusCode.Should().Be(HttpStatusCode.OK, "nothing changed");
        late.StatusCode.Should().Be(HttpStatusCode.Conflict);
        fields["annualIncome"] = 26000;
        var lostAnswer = await collector.PostAsJsonAsync(path, new { fields, follows = 1 });
        lostAnswer.StatusCode.Should().Be(HttpStatusCode.OK, "it is stored already");
    }

    [Fact, Trait("Req", "COL-01")]
    public async Task Given_somebody_on_record_and_other_mistakes_all_of_them_are_answered_at_once()
    {
        using var collector = await host.As("collector-1");
        var fields = SampleForm.OfSomebodyNew();
        var first = await (await collector.PostAsJsonAsync("forms", new { fields })).Content.ReadFromJsonAsync<JsonElement>();
        fields["phone"] = "1";

        var blank = await collector.PostAsJsonAsync("forms", new { fields });
        fields["residentId"] = SampleForm.NewResidentId();
        var mistyped = await collector.PostAsJsonAsync($"laborers/{first.GetProperty("laborer").GetGuid()}/forms", new { fields, follows = 1 });

        foreach (var answer in new[] { blank, mistyped })
        {
            answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings").EnumerateArray()
                .Select(f => f.GetProperty("field").GetString()).Should().Contain("phone");
        }
    }

    [Fact]
    public async Task Given_names_the_form_does_not_have_they_are_named_and_printed_labels_are_taken()
    {
        using var collector = await host.As("collector-1");
        var wrong = SampleForm.OfSomebodyNew();
        wrong["phonee"] = "13874390001";
        var labelled = SampleForm.OfSomebodyNew();
        labelled.Remove("name", out var name);
        labelled["姓名"] = name!;

        var refused = await collector.PostAsJsonAsync("forms", new { fields = wrong });
        var taken = await collector.PostAsJsonAsync("forms", new { fields = labelled });

        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("phonee");
        taken.StatusCode.Should().Be(HttpStatusCode.Created);
        var names = await collector.GetFromJsonAsync<JsonElement>("forms/fields");
        names.EnumerateArray().Should().Contain(f => f.GetProperty("name").GetString() == "residentId" && f.GetProperty("label").GetString() == "身份证号码");
    }

    [Fact]
    public async Task Given_a_text_no_cell_can_hold_it_is_answered_with_its_field()
    {
        using var collector = await host.As("collector-1");

        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.OfSomebodyNew(("homeAddress", new string('村', 501))) });

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings")[0].GetProperty("field").GetString().Should().Be("homeAddress");
    }

    [Fact]
    public async Task Given_bytes_that_are_no_text_it_is_answered_as_the_senders_fault()
    {
        using var collector = await host.As("collector-1");
        byte[][] bodies =
        [
            [.. "{\"fields\":{\"name\":\""u8, 0xff, 0xfe, .. "\"}}"u8], // not UTF-8, as from a tool that writes GBK
            [.. "{\"fields\":{\"name\":\"\\ud800\"}}"u8],
        ];
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");

            var answer = await collector.PostAsync(new Uri("forms", UriKind.Relative), content);

            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Given_a_collector_of_another_town_the_form_is_out_of_scope()
    {
        using var collector = await host.As("collector-9", division: "433126108");

        var response = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.OfSomebodyNew() });

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"fields\":null}")]
    [InlineData("{\"fields\":{\"name\":{\"a\":[1,null]},\"residentId\":12}}")]
    [InlineData("[1]")]
    [InlineData("{\"fields\":")]
    public async Task Given_nonsense_it_is_answered_as_the_senders_fault(string body)
    {
        using var collector = await host.As("collector-1");

        var response = await collector.PostAsync(new Uri("forms", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).Should().BeInRange(400, 422);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Given_events_of_a_laborer_the_journal_gives_them_by_aggregate_and_seq()
    {
        using var collector = await host.As("collector-1");
        var first = await (await collector.PostAsJsonAsync("forms", new { fields = SampleForm.OfSomebodyNew() })).Content.ReadFromJsonAsync<JsonElement>();
        using var reader = await host.As("reader", "service");

        var line = await reader.GetStringAsync(new Uri($"journal?aggregate=laborer-{first.GetProperty("laborer").GetGuid()}&fromSeq=1", UriKind.Relative));

        JsonSerializer.Deserialize<PublishedEvent>(line, ContractJson.Options)!.Type.Should().Be(EventTypes.FormSubmitted);
    }
}
