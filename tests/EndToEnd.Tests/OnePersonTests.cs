using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>One person on the way through all services: home and willing, followed up, at work again, counted and entitled.</summary>
[Collection(nameof(Chain))]
public sealed class OnePersonTests(Chain chain)
{
    [Fact, Trait("Req", "JOB-01"), Trait("Req", "JOB-12"), Trait("Req", "SUB-02"), Trait("Req", "RPT-04")]
    public async Task Given_somebody_home_and_willing_then_a_case_is_open_and_a_confirmed_form_of_new_work_ends_it_and_they_qualify()
    {
        var before = await chain.Figures();
        var id = SampleForm.NewResidentId();
        var laborer = await chain.Submit(SampleForm.OfSomebodyHome(id));

        var opened = await Case(laborer, "open");
        opened.GetProperty("notPicky").GetBoolean().Should().BeTrue();
        (await Eventually.Get(chain.Figures, f => f["casesOpen"] == before["casesOpen"] + 1))["casesOpen"].Should().Be(before["casesOpen"] + 1);

        await chain.Submit(SampleForm.Of(id, ("employedSince", "2020年10月12日"), ("helped", "是"), ("helpedOn", "2020年10月")), laborer, follows: 1);
        await chain.Work(laborer, 2);
        (await chain.Confirm("officer-1", laborer, 2)).GetProperty("outcome").GetString().Should().Be("accepted");

        var placed = await Case(laborer, "placed");
        (placed.GetProperty("id").GetGuid(), placed.GetProperty("inTime").GetBoolean(), placed.GetProperty("breach").GetBoolean())
            .Should().Be((opened.GetProperty("id").GetGuid(), true, false));
        (await Screened(laborer, "job-seeking", "qualifying")).Should().Contain(laborer);
        (await Screened(laborer, "transport", "not-qualifying")).Should().Contain(laborer, "three months are not over");

        var after = await Eventually.Get(
            chain.Figures, f => f["casesInTime"] == before["casesInTime"] + 1 && f["qualifiesJobSeeking"] == before["qualifiesJobSeeking"] + 1);
        foreach (var (column, more) in new[] { ("counted", 1), ("casesOpen", 0), ("casesInTime", 1), ("casesBreach", 0), ("qualifiesJobSeeking", 1), ("qualifiesTransport", 0) })
        {
            after[column].Should().Be(before[column] + more, column);
        }

        var (people, total) = await chain.Behind("casesInTime");
        people.Should().Contain(laborer);
        total.Should().Be(after["casesInTime"]);
    }

    private async Task<JsonElement> Case(Guid laborer, string state)
    {
        using var bureau = await chain.As("jobmatching", "hr-1", "hr-bureau");
        var cases = await Eventually.Get(
            async () => (await bureau.GetFromJsonAsync<JsonElement>($"cases?state={state}&limit=1000")).GetProperty("items").EnumerateArray()
                .Where(c => c.GetProperty("laborer").GetGuid() == laborer).ToList(),
            found => found.Count > 0);
        return cases.Should().ContainSingle().Subject;
    }

    /// <summary>A list of Subsidy's, as soon as it has the person.</summary>
    private async Task<List<Guid>> Screened(Guid laborer, string scheme, string state)
    {
        using var bureau = await chain.As("subsidy", "hr-1", "hr-bureau");
        return await Eventually.Get(
            async () => (await bureau.GetFromJsonAsync<JsonElement>($"qualifying?scheme={scheme}&state={state}&formYear=2020&limit=1000")).GetProperty("items")
                .EnumerateArray().Select(l => l.GetProperty("laborer").GetGuid()).ToList(),
            laborers => laborers.Contains(laborer));
    }
}
