using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.Verification.Tests;

/// <summary>What a collector finds to do: returned forms, people whose confirmed form is of an earlier month, and what is under way.</summary>
public sealed class OwnWorkTests(VerificationHost host) : IClassFixture<VerificationHost>
{
    private static readonly DateTimeOffset October = DateTimeOffset.Parse("2020-10-12T09:00:00+08:00", CultureInfo.InvariantCulture);
    private static readonly DateTimeOffset LastOfOctober = DateTimeOffset.Parse("2020-10-31T23:59:00+08:00", CultureInfo.InvariantCulture);
    private static readonly DateTimeOffset November = DateTimeOffset.Parse("2020-11-01T00:01:00+08:00", CultureInfo.InvariantCulture);

    [Fact, Trait("Req", "COL-06")]
    public async Task Given_forms_in_every_state_when_a_collector_asks_then_each_person_stands_on_one_list_and_the_month_begins_at_midnight_in_china()
    {
        Person Somebody(string village = "433126101200", string collector = "collector-7") => Person.New() with { Village = village, Collector = collector };
        var (returned, old, waiting, fresh, others, elsewhere) = (Somebody(), Somebody(), Somebody(), Somebody(), Somebody("433126101216", "collector-8"), Person.New() with { Town = "433126108", Village = "433126108200" });
        await host.Collection.SetClock(October);
        await host.Collection.Publish(returned.Submitted(), returned.Returned(), others.Submitted(), others.Returned(), elsewhere.Submitted(), elsewhere.Returned());
        await host.Collection.SetClock(LastOfOctober);
        await host.Collection.Publish(old.Submitted(), old.Confirmed());
        await host.Collection.SetClock(November);
        await host.Collection.Publish(waiting.Submitted(), fresh.Submitted(), fresh.Confirmed());
        await host.Until("waiting", 1, waiting);
        await host.Until("confirmed", 1, old, fresh);
        await host.Until("returned", 1, returned, others, elsewhere);
        using var collector = await host.As("collector-7", "collector", "433126101");
        await Eventually.Get(
            async () => (await collector.GetFromJsonAsync<JsonElement>("clock")).GetProperty("businessTime").GetDateTimeOffset(), now => now >= November && now < November.AddHours(1));

        (await Of(collector, "returned")).Should().BeEquivalentTo([returned.Laborer, others.Laborer]);
        (await Of(collector, "returned&mine=true")).Should().Equal(returned.Laborer);
        (await Of(collector, "returned&village=433126101216")).Should().Equal(others.Laborer);
        (await Of(collector, "update")).Should().Equal(old.Laborer);
        (await Of(collector, "waiting")).Should().Equal(waiting.Laborer);
        (await Of(collector, "done")).Should().Equal(fresh.Laborer);
        var page = await collector.GetFromJsonAsync<JsonElement>("work/own?list=returned&limit=1");
        page.GetProperty("counts").GetRawText().Should().Be("""{"returned":2,"update":1,"waiting":1,"done":1}""");
        page.GetProperty("items")[0].GetProperty("reasons")[0].GetString().Should().Be("income-unproven");
        (await Of(collector, $"returned&limit=1&after={page.GetProperty("next").GetGuid()}")).Should().ContainSingle();
    }

    [Theory]
    [InlineData("list=lost", 400)]
    [InlineData("limit=0", 400)]
    [InlineData("after=x", 400)]
    [InlineData("village=433126108200", 403)]
    public async Task Given_a_senseless_question_or_another_s_village_then_the_answer_is_a_problem(string query, int status)
    {
        using var collector = await host.As("collector-7", "collector", "433126101");

        using var answer = await collector.GetAsync(new Uri($"work/own?{query}", UriKind.Relative));

        answer.StatusCode.Should().Be((HttpStatusCode)status);
    }

    private static async Task<List<Guid>> Of(HttpClient collector, string list) =>
        [.. (await collector.GetFromJsonAsync<JsonElement>($"work/own?list={list}")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("laborer").GetGuid())];
}
