using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guzhang.EndToEnd.Tests;

/// <summary>A span as a receiver sees it. Times in nanoseconds since 1970; <c>Attributes</c> holds texts only.</summary>
public sealed record ReceivedSpan(string Service, string Name, string TraceId, string SpanId, string? Parent, ulong Started, ulong Ended, IReadOnlyDictionary<string, string> Attributes);

/// <summary>One point of a metric as a receiver sees it: a gauge's or sum's value, or how often a histogram was measured. <c>Attributes</c> holds texts only.</summary>
public sealed record ReceivedPoint(string Service, string Metric, double Value, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A line of a log as a receiver sees it: the text, and the values in it by name (texts only).</summary>
public sealed record ReceivedLine(string Service, string Text, string? TraceId, IReadOnlyDictionary<string, string> Values);

/// <summary>
/// The receiving end of OTLP over HTTP: what any collector or dashboard does with what services send. Field numbers are those
/// of opentelemetry-proto's trace.proto, metrics.proto and logs.proto.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private WebApplication? app;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public ConcurrentQueue<ReceivedPoint> Points { get; } = new();

    public ConcurrentQueue<ReceivedLine> Lines { get; } = new();

    /// <summary>Everything that came, of any signal, as it came.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    /// <summary>The standard settings that make a service send here, soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = app!.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            Bodies.Enqueue(body.ToArray());
            Each(body.ToArray(), resource => ReadResource(signal, resource.ToByteArray()), only: 1);

            return Results.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private void ReadResource(string signal, byte[] message)
    {
        var service = "?";
        Each(message, resource => service = Attributes(resource.ToByteArray(), 1).GetValueOrDefault("service.name", service), only: 1);
        Each(message, scope => Each(scope.ToByteArray(), item => Read(signal, service, item.ToByteArray()), only: 2), only: 2);
    }

    private void Read(string signal, string service, byte[] item)
    {
        switch (signal)
        {
            case "traces":
                Spans.Enqueue(Span(service, item));
                break;
            case "metrics":
                ReadMetric(service, item);
                break;
            default:
                Lines.Enqueue(Line(service, item));
                break;
        }
    }

    /// <summary>Gauge 5 and sum 7 have points with attributes 7, histogram 9 with attributes 9.</summary>
    private void ReadMetric(string service, byte[] metric)
    {
        var name = "";
        Each(metric, text => name = text.ToStringUtf8(), only: 1);
        foreach (var (kind, attributes) in new[] { (5, 7), (7, 7), (9, 9) })
        {
            Each(metric, data => Each(data.ToByteArray(), point =>
                Points.Enqueue(new ReceivedPoint(service, name, Value(point.ToByteArray()), Attributes(point.ToByteArray(), attributes))), only: 1), only: kind);
        }
    }

    /// <summary>as_double and count are 4 (a count is an integer), as_int is 6: eight bytes each.</summary>
    private static double Value(byte[] point)
    {
        var (asDouble, asInteger, histogram) = (0UL, 0UL, false);
        using var input = new CodedInputStream(point);
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag))
            {
                case (4, WireFormat.WireType.Fixed64): asDouble = input.ReadFixed64(); break;
                case (6, WireFormat.WireType.Fixed64): asInteger = input.ReadFixed64(); break;
                case (5, WireFormat.WireType.Fixed64): histogram = true; input.SkipLastField(); break;
                default: input.SkipLastField(); break;
            }
        }

        return histogram ? asDouble : asInteger != 0 ? asInteger : BitConverter.UInt64BitsToDouble(asDouble);
    }

    private static ReceivedLine Line(string service, byte[] record)
    {
        var (text, trace) = ("", (string?)null);
        Each(record, any => Each(any.ToByteArray(), said => text = said.ToStringUtf8(), only: 1), only: 5);
        Each(record, id => trace = Hex(id) is { Length: > 0 } given ? given : null, only: 9);
        return new ReceivedLine(service, text, trace, Attributes(record, 6));
    }

    private static Dictionary<string, string> Attributes(byte[] message, int field)
    {
        var attributes = new Dictionary<string, string>();
        Each(message, attribute =>
        {
            var (key, value) = Attribute(attribute.ToByteArray());
            attributes[key] = value;
        }, only: field);
        return attributes;
    }

    private static ReceivedSpan Span(string service, byte[] span)
    {
        var (name, trace, id, parent, started, ended) = ("", "", "", (string?)null, 0UL, 0UL);
        using var input = new CodedInputStream(span);
        while (input.ReadTag() is not 0 and var tag)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1: trace = Hex(input.ReadBytes()); break;
                case 2: id = Hex(input.ReadBytes()); break;
                case 4: parent = Hex(input.ReadBytes()) is { Length: > 0 } given ? given : null; break;
                case 5: name = input.ReadString(); break;
                case 7: started = input.ReadFixed64(); break;
                case 8: ended = input.ReadFixed64(); break;
                default: input.SkipLastField(); break;
            }
        }

        return new ReceivedSpan(service, name, trace, id, parent, started, ended, Attributes(span, 9));
    }

    private static (string Key, string Value) Attribute(byte[] attribute)
    {
        var (key, value) = ("", "");
        Each(attribute, text => key = text.ToStringUtf8(), only: 1);
        Each(attribute, any => Each(any.ToByteArray(), text => value = text.ToStringUtf8(), only: 1), only: 2);
        return (key, value);
    }

    /// <summary>Calls <paramref name="found"/> with every length-delimited field of that number.</summary>
    private static void Each(byte[] message, Action<ByteString> found, int only)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagFieldNumber(tag) == only && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                found(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    private static string Hex(ByteString bytes) => Convert.ToHexString(bytes.Span).ToLower(CultureInfo.InvariantCulture);
}
