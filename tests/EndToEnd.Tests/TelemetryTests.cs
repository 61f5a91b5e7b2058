using AwesomeAssertions;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>What services send to whatever listens at OTEL_EXPORTER_OTLP_ENDPOINT: one trace per form, lag and queue depth, structured lines.</summary>
[Collection(nameof(Chain)), Trait("Req", "OPS-02"), Trait("Req", "OPS-03")]
public sealed class TelemetryTests(Chain chain)
{
    private static readonly string[] Services = ["collection", "verification", "subsidy", "jobmatching", "reporting"];
    private static readonly string[] Consumers = ["verification", "subsidy", "jobmatching", "reporting"];

    [Fact]
    public async Task Given_one_form_then_one_trace_holds_the_request_the_journal_s_append_the_relay_and_every_consumer()
    {
        var laborer = await chain.Submit(SampleForm.OfSomebodyNew());
        await chain.Work(laborer);

        var trace = await Eventually.Get(
            () => Task.FromResult(chain.Telemetry.Spans.GroupBy(span => span.TraceId).LastOrDefault(IsWhole)?.ToList()), found => found is not null);

        trace.Should().NotBeNull("a form's trace runs from its request to all who take it in");
        var request = trace!.Single(span => (span.Service, span.Name) == ("collection", "POST /forms"));
        request.Parent.Should().BeNull();
        trace!.Should().AllSatisfy(span => span.Started.Should().BeGreaterThanOrEqualTo(request.Started));
        chain.Telemetry.Spans.Where(span => span.Parent is null).Select(span => span.Name).Should().NotContain("postgresql", "what services ask by themselves is no trace");
        foreach (var span in trace!.OrderBy(span => span.Started))
        {
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{span.SpanId} <- {span.Parent ?? "-",-16} +{(span.Started - request.Started) / 1e6,7:0.0} ms {(span.Ended - span.Started) / 1e6,6:0.0} ms  {span.Service,-12} {span.Name.Split('\n')[0]}");
        }
    }

    [Fact]
    public async Task Given_forms_then_lag_and_queue_depth_of_every_service_are_measured()
    {
        var laborer = await chain.Submit(SampleForm.OfSomebodyNew());
        await chain.Work(laborer);

        foreach (var service in Consumers)
        {
            var lag = await Eventually.Get(() => Task.FromResult(Last(service, "guzhang.inbox.lag")), point => point?.Value > 0);
            lag!.Value.Should().BeGreaterThan(0, "{0} has taken in events", service);
            var queues = await Eventually.Get(
                () => Task.FromResult(Points(service, "guzhang.queue.messages").Select(point => point.Attributes["queue"]).Distinct().Order().ToList()), found => found.Count >= 4);
            queues.Should().Equal(Enumerable.Range(0, 4).Select(partition => $"{service}.{partition}"));
        }

        (await Eventually.Get(() => Task.FromResult(Last("collection", "guzhang.relay.lag")), point => point?.Value > 0))!.Value.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Given_services_then_their_logs_come_as_lines_with_values_by_name()
    {
        foreach (var service in Services.Where(service => service != "reporting"))
        {
            var line = await Eventually.Get(
                () => Task.FromResult(chain.Telemetry.Lines.FirstOrDefault(line => line.Service == service && line.Values.ContainsKey("Feed"))), found => found is not null);
            line.Should().NotBeNull("{0} says that its relay leads", service);
            line!.Values["Source"].Should().Be(service);
            line.Text.Should().StartWith($"{service}: {line.Values["Feed"]} leads from ");
        }
    }

    private static bool IsWhole(IEnumerable<ReceivedSpan> trace)
    {
        var seen = trace.Select(span => (span.Service, span.Name)).ToHashSet();
        return seen.Contains(("collection", "POST /forms"))
            && trace.Any(span => span.Service == "collection" && span.Attributes.Any(attribute => attribute.Key is "db.query.text" or "db.stored_procedure.name" && attribute.Value.Contains("journal.append", StringComparison.Ordinal)))
            && seen.Contains(("collection", "relay guzhang.laborer.form-submitted.v1"))
            && Consumers.Except(["subsidy"]).All(service => seen.Contains((service, "consume guzhang.laborer.form-submitted.v1")));
    }

    private IEnumerable<ReceivedPoint> Points(string service, string metric) => chain.Telemetry.Points.Where(point => point.Service == service && point.Metric == metric);

    private ReceivedPoint? Last(string service, string metric) => Points(service, metric).LastOrDefault();
}
