using System.Net.Http.Json;
using AwesomeAssertions;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>One form on its way: submitted, confirmed by somebody else, counted.</summary>
[Collection(nameof(Chain))]
public sealed class OneFormTests(Chain chain)
{
    [Fact, Trait("Req", "VER-03"), Trait("Req", "RPT-01")]
    public async Task Given_a_submitted_form_its_collector_cannot_confirm_it_and_another_officer_can_and_it_counts()
    {
        var before = await chain.Figures();
        var laborer = await chain.Submit(SampleForm.OfSomebodyNew());
        await chain.Work(laborer);

        var own = await chain.Confirm("collector-1", laborer, 1);
        var other = await chain.Confirm("officer-1", laborer, 1);

        own.GetProperty("outcome").GetString().Should().Be("refused");
        own.GetProperty("rule").GetString().Should().Be("VER-03");
        other.GetProperty("outcome").GetString().Should().Be("accepted");
        var after = await Eventually.Get(chain.Figures, f => f["counted"] == before["counted"] + 1);
        after["confirmed"].Should().Be(before["confirmed"] + 1);
        after["outOfProvince"].Should().Be(before["outOfProvince"] + 1);
        var (people, total) = await chain.Behind("counted");
        people.Should().Contain(laborer);
        total.Should().Be(after["counted"]);
    }

    [Fact, Trait("Req", "VER-10")]
    public async Task Given_a_form_changed_after_the_officer_opened_it_the_old_version_is_not_confirmed()
    {
        var fields = SampleForm.OfSomebodyNew();
        var laborer = await chain.Submit(fields);
        await chain.Work(laborer);
        using var collector = await chain.As("collection", "collector-1", "collector");
        fields["annualIncome"] = 26000;
        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields, follows = 1 })).EnsureSuccessStatusCode();
        await chain.Work(laborer, 2);

        var old = await chain.Confirm("officer-1", laborer, 1);

        old.GetProperty("outcome").GetString().Should().Be("refused");
        old.GetProperty("rule").GetString().Should().Be("VER-10");
    }

    [Fact, Trait("Req", "OPS-03")]
    public async Task Given_one_form_its_trace_runs_through_every_service_and_the_relays_between()
    {
        var before = await chain.Figures();

        var laborer = await chain.Submit(SampleForm.OfSomebodyNew());
        await chain.Work(laborer);
        await chain.Confirm("officer-1", laborer, 1);
        await Eventually.Get(chain.Figures, f => f["counted"] == before["counted"] + 1);

        // Submitting is one trace, confirming another: each is one request of one person.
        await Path(
            ("collection", "POST /forms"), ("collection", "relay guzhang.laborer.form-submitted.v1"),
            ("verification", "consume guzhang.laborer.form-submitted.v1"));
        await Path(("collection", "relay guzhang.laborer.form-submitted.v1"), ("reporting", "consume guzhang.laborer.form-submitted.v1"));
        await Path(
            ("verification", "POST /confirmations"), ("verification", "relay guzhang.verification.confirmation-decided.v1"),
            ("collection", "consume guzhang.verification.confirmation-decided.v1"), ("collection", "relay guzhang.laborer.form-confirmed.v1"),
            ("reporting", "consume guzhang.laborer.form-confirmed.v1"));
        await Path(("collection", "relay guzhang.laborer.form-confirmed.v1"), ("verification", "consume guzhang.laborer.form-confirmed.v1"));
    }

    /// <summary>Waits for spans of these services and names, each a child (or further descendant) of the one before.</summary>
    private async Task Path(params (string Service, string Name)[] steps)
    {
        var found = await Eventually.Get(() => Task.FromResult(Find(chain.Telemetry.Spans.ToList(), steps)), path => path is not null);

        found.Should().NotBeNull("{0} should be one trace, but what came is {1}", string.Join(" → ", steps),
            string.Join(", ", chain.Telemetry.Spans.Select(s => $"{s.Service} {s.Name}").Distinct()));
        foreach (var span in found!)
        {
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{span.TraceId[..8]} {span.SpanId} <- {span.Parent ?? "-",-16} {span.Service,-12} {span.Name} ({(span.Ended - span.Started) / 1e6:0.0} ms)");
        }
    }

    private static List<ReceivedSpan>? Find(List<ReceivedSpan> spans, (string Service, string Name)[] steps)
    {
        var byId = spans.ToLookup(s => s.SpanId);
        foreach (var last in spans.Where(s => (s.Service, s.Name) == steps[^1]))
        {
            var ancestors = new List<ReceivedSpan>();
            for (var at = last; at is not null; at = at.Parent is null ? null : byId[at.Parent].FirstOrDefault())
            {
                ancestors.Insert(0, at);
            }

            var seen = ancestors.Where(a => steps.Contains((a.Service, a.Name))).ToList();
            if (seen.Select(a => (a.Service, a.Name)).SequenceEqual(steps))
            {
                return ancestors;
            }
        }

        return null;
    }
}
