using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Resilience.Tests.Staging;

namespace Guzhang.Resilience.Tests;

/// <summary>An event that can't be applied stands aside with what comes after it in its aggregate, until an operator decides.</summary>
[Trait("Req", "OPS-04")]
public sealed class ParkedTests(TestTokens tokens) : IAsyncLifetime
{
    private const string Sick = "laborer-7";
    private static readonly string[] Laborers = [.. Enumerable.Range(0, 40).Select(n => $"laborer-{n}")];
    private Stage stage = null!;
    private PeerProcess consumer = null!;
    private PeerProcess source = null!;
    private HttpClient operating = null!;

    /// <summary>Of 200 events, five for each laborer, the sick one's third can't be applied.</summary>
    public async ValueTask InitializeAsync()
    {
        stage = await Stage.Open(tokens);
        consumer = await stage.Consumer();
        source = await stage.Source();
        operating = await stage.As(consumer, "operator", "officer-9");
        await stage.Reporting.Run($"insert into poison values ('{Sick}', 3)");
        await source.Write(Enumerable.Repeat(Laborers, 5).SelectMany(all => all));
        await Eventually.Get(Parked, parked => parked.Count == 3);
    }

    public async ValueTask DisposeAsync()
    {
        operating.Dispose();
        await stage.DisposeAsync();
    }

    [Fact]
    public async Task Given_a_poison_event_among_200_then_the_others_commit_and_it_and_its_aggregates_later_ones_are_parked_with_the_reason()
    {
        var taken = await stage.Reporting.Taken(197);
        taken.Where(t => t.Aggregate != Sick).ToList().ShouldBeOnceAndInOrder(Laborers.Except([Sick]), 5);
        taken.Where(t => t.Aggregate == Sick).ToList().ShouldBeOnceAndInOrder([Sick], 2);

        var parked = await Parked();
        parked.Select(p => (p.Aggregate, p.Seq, p.Failed)).Should().Equal((Sick, 3, true), (Sick, 4, false), (Sick, 5, false));
        parked[0].Reason.Should().Contain("this event can't be applied");
        parked[1].Reason.Should().Contain("earlier event");
        (await consumer.Health("parked")).Should().Be("Degraded");
    }

    [Fact]
    public async Task Given_the_cause_is_mended_when_an_operator_replays_then_they_are_applied_in_order_and_it_is_on_record()
    {
        var parked = await Parked();
        (await Decide(parked[1].Id, "replay", new { })).Should().Contain("\"applied\":0").And.Contain("InvalidDataException", "nothing is mended yet");
        await stage.Reporting.Run("delete from poison");
        await source.Write(Sick);
        await Eventually.Get(Parked, p => p.Count == 4);

        (await Decide(parked[0].Id, "replay", new { })).Should().Be("""{"applied":4}""");
        await source.Write(Sick);

        (await stage.Reporting.Taken(202)).Where(t => t.Aggregate == Sick).ToList().ShouldBeOnceAndInOrder([Sick], 7);
        (await Parked()).Should().BeEmpty();
        (await consumer.Health("parked")).Should().Be("Healthy");
        var decisions = await Decisions();
        decisions.Select(d => (d.Seq, d.Decision, d.DecidedBy)).Should().Equal(
            (6, "replayed", "officer-9"), (5, "replayed", "officer-9"), (4, "replayed", "officer-9"), (3, "replayed", "officer-9"));
        decisions.Should().AllSatisfy(d => d.DecidedAt.Should().BeCloseTo(DateTime.UtcNow, TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Given_an_operator_discards_the_poison_event_then_the_aggregates_later_ones_go_on_and_it_is_on_record_with_the_reason()
    {
        var parked = await Parked();
        await Decide(parked[1].Id, "discard", new { reason = "重复登记" }, HttpStatusCode.Conflict);
        await Decide(parked[0].Id, "discard", new { reason = " " }, HttpStatusCode.BadRequest);
        await Decide(Guid.NewGuid(), "discard", new { reason = "重复登记" }, HttpStatusCode.NotFound);

        (await Decide(parked[0].Id, "discard", new { reason = "重复登记" })).Should().Be("""{"applied":2}""");
        await source.Write(Sick);

        (await stage.Reporting.Taken(200)).Where(t => t.Aggregate == Sick).Select(t => t.Seq).Should().Equal(1, 2, 4, 5, 6);
        (await Parked()).Should().BeEmpty();
        var discarded = (await Decisions()).Single(d => d.Decision == "discarded");
        (discarded.Seq, discarded.Reason, discarded.DecidedBy).Should().Be((3, "重复登记", "officer-9"));
        discarded.ParkedReason.Should().Contain("this event can't be applied");
        await Decide(parked[0].Id, "replay", new { }, HttpStatusCode.NotFound);
    }

    [Fact]
    [Trait("Req", "SEC-02")]
    public async Task Given_somebody_who_is_no_operator_then_parked_events_are_not_theirs_to_decide()
    {
        var id = (await Parked())[0].Id;
        using var auditor = await stage.As(consumer, "auditor", "officer-1");
        using var confirmer = await stage.As(consumer, "task-force", "officer-2");

        (await auditor.GetAsync(new Uri("parked", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await auditor.PostAsJsonAsync($"parked/{id}/replay", new { })).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await auditor.PostAsJsonAsync($"parked/{id}/discard", new { reason = "x" })).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await confirmer.GetAsync(new Uri("parked", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await Parked()).Should().HaveCount(3);
    }

    private async Task<List<Line>> Parked()
    {
        var list = await operating.GetFromJsonAsync<JsonElement>("parked");
        var items = list.GetProperty("items").EnumerateArray().Select(item =>
        {
            var e = item.GetProperty("event");
            return new Line(
                e.GetProperty("id").GetGuid(), e.GetProperty("aggregate").GetString()!, e.GetProperty("seq").GetInt64(),
                item.GetProperty("reason").GetString()!, item.GetProperty("failed").GetBoolean());
        }).ToList();
        list.GetProperty("total").GetInt64().Should().Be(items.Count);
        return items;
    }

    private async Task<List<Record>> Decisions() => (await operating.GetFromJsonAsync<List<Record>>("parked/decisions"))!;

    private async Task<string> Decide(Guid id, string what, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await operating.PostAsJsonAsync($"parked/{id}/{what}", body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(expected, text);
        return text;
    }

    private sealed record Line(Guid Id, string Aggregate, long Seq, string Reason, bool Failed);

    private sealed record Record(long Seq, string ParkedReason, string Decision, string? Reason, string DecidedBy, DateTime DecidedAt);
}
