using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>Personal data in the clear: one person, some fields, for a reason, on record; and never garbage for what was tampered with.</summary>
[Trait("Req", "COL-15"), Trait("Req", "SEC-03")]
public sealed class RevealingTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private const string Because = "电话核实务工情况";

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_a_reason_then_the_fields_come_in_the_clear_and_who_what_whom_and_why_is_on_both_records()
    {
        var (laborer, id) = await Submit();
        using var officer = await host.As("officer-31", "task-force");

        var answer = await Reveal(officer, laborer, Because, "residentId", "phone");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<Revealed>())!.Fields.Should().BeEquivalentTo(new Dictionary<string, string> { ["residentId"] = id, ["phone"] = "13874390001" });
        var read = await host.Scalar<Guid>(
            $"select read from collection.reads where officer = 'officer-31' and what = 'reveal' and reason = '{Because}' and selection ->> 'laborer' = '{laborer}' and people = 1");
        using var auditor = await host.As("auditor-1", "auditor");
        var row = (await auditor.GetFromJsonAsync<JsonElement>($"audit?action=personal-data.read&actor=officer-31")).GetProperty("items").EnumerateArray().Should().ContainSingle().Subject;
        row.GetProperty("subject").GetString().Should().Be(laborer.ToString());
        row.GetProperty("details").GetProperty("fields").GetString().Should().Be("residentId,phone");
        row.GetProperty("details").GetProperty("reason").GetString().Should().Be(read.ToString());
    }

    [Theory]
    [InlineData(null, "phone")]
    [InlineData("看看", "phone")]
    [InlineData("给13874390001打电话", "phone")]
    [InlineData("核对433126199003070020", "phone")]
    [InlineData("给向秀英打电话", "phone")]
    [InlineData(Because)]
    [InlineData(Because, "annualIncome")]
    [InlineData(Because, "phone", "nothing")]
    public async Task Given_no_reason_one_with_personal_data_or_no_personal_field_then_nothing_is_shown_and_nothing_recorded(string? reason, params string[] fields)
    {
        var (laborer, _) = await Submit();
        using var officer = await host.As("officer-32", "task-force");

        var answer = await Reveal(officer, laborer, reason, fields);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("13874390001");
        (await host.Scalar<long>("select count(*) from collection.reads where officer = 'officer-32'")).Should().Be(0);
    }

    [Fact, Trait("Req", "SEC-02")]
    public async Task Given_somebody_of_another_town_or_nobody_then_it_is_refused()
    {
        var (laborer, _) = await Submit();
        using var stranger = await host.As("clerk-33", "town-clerk", "433126108");

        (await Reveal(stranger, laborer, Because, "phone")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await Reveal(stranger, Guid.NewGuid(), Because, "phone")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await host.Scalar<long>("select count(*) from collection.reads where officer = 'clerk-33'")).Should().Be(0);
    }

    [Theory]
    [InlineData("sealed row of another", "update journal.events a set data = jsonb_set(a.data::jsonb, '{sealed}', b.data::jsonb -> 'sealed')::json from journal.events b where a.stream = 'laborer-{0}' and b.stream = 'laborer-{1}'")]
    [InlineData("whole event of another", "update journal.events a set data = b.data from journal.events b where a.stream = 'laborer-{0}' and b.stream = 'laborer-{1}'")]
    [InlineData("whole event and key of another", "update journal.events a set data = b.data from journal.events b where a.stream = 'laborer-{0}' and b.stream = 'laborer-{1}'; update collection.person_keys set wrapped = (select wrapped from collection.person_keys where laborer = '{1}') where laborer = '{0}'")]
    [InlineData("sealed row cut", "update journal.events set data = jsonb_set(data::jsonb, '{sealed}', to_jsonb(left(data ->> 'sealed', 40)))::json where stream = 'laborer-{0}'")]
    [InlineData("sealed row cut to no base64", "update journal.events set data = jsonb_set(data::jsonb, '{sealed}', to_jsonb(left(data ->> 'sealed', 41)))::json where stream = 'laborer-{0}'")]
    [InlineData("sealed row empty", "update journal.events set data = jsonb_set(data::jsonb, '{sealed}', '\"\"')::json where stream = 'laborer-{0}'")]
    [InlineData("key changed", "update collection.person_keys set wrapped = set_byte(wrapped, 30, get_byte(wrapped, 30) # 1) where laborer = '{0}'")]
    [InlineData("key of another", "update collection.person_keys set wrapped = (select wrapped from collection.person_keys where laborer = '{1}') where laborer = '{0}'")]
    [InlineData("key cut", "update collection.person_keys set wrapped = substring(wrapped from 1 for 20) where laborer = '{0}'")]
    [InlineData("key empty", "update collection.person_keys set wrapped = '' where laborer = '{0}'")]
    public async Task Given_a_row_that_somebody_tampered_with_in_the_database_then_it_is_refused_as_such_and_never_shown_as_something_else(string what, string sql)
    {
        var ((victim, id), (other, _)) = (await Submit(("town", "默戎镇"), ("village", null)), await Submit(("town", "默戎镇"), ("village", null), ("phone", "13574390002")));
        await host.Execute(sql.Replace("{0}", victim.ToString(), StringComparison.Ordinal).Replace("{1}", other.ToString(), StringComparison.Ordinal));
        using var clerk = await host.As("clerk-34", "town-clerk");

        HttpResponseMessage[] answers =
        [
            await Reveal(clerk, victim, Because, "phone", "name"),
            await clerk.PostAsJsonAsync($"laborers/{victim}/forms", new { fields = SampleForm.Of(id, ("town", "默戎镇"), ("village", null), ("annualIncome", 20000)), follows = 1 }),
            await clerk.GetAsync(new Uri("workbook?reason=核对台账用&town=默戎镇", UriKind.Relative)),
        ];
        var row = (await (await clerk.PostAsJsonAsync("people/lookup", new { laborers = new[] { victim, other } })).Content.ReadFromJsonAsync<PeopleAnswer>())!.People;

        foreach (var answer in answers)
        {
            answer.StatusCode.Should().Be(HttpStatusCode.Conflict, what);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("title").GetString().Should().Be("资料无法读取");
            problem.GetProperty("laborer").GetGuid().Should().Be(victim);
            problem.GetRawText().Should().NotContainAny("13574390002", "13874390001", "向秀英", id);
        }

        row.Select(r => (r.Laborer, r.Name, r.Condition)).Should().Equal((victim, "无法读取", "broken"), (other, "向*英", "open"));
        (await host.Scalar<long>("select count(*) from collection.reads where officer = 'clerk-34' and what <> 'lookup'")).Should().Be(0);
        await host.Execute($"delete from collection.person_keys where laborer = '{victim}'");
    }

    private static Task<HttpResponseMessage> Reveal(HttpClient by, Guid laborer, string? reason, params string[] fields) =>
        by.PostAsJsonAsync($"people/{laborer}/reveal", new { fields, reason });

    private async Task<(Guid Laborer, string Id)> Submit(params (string, object?)[] changes)
    {
        var id = SampleForm.NewResidentId();
        using var collector = await host.As("collector-1");
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, changes) });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid(), id);
    }
}
