using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Guzhang.EndToEnd.Tests;

/// <summary>A span as a receiver sees it. Times in nanoseconds since 1970.</summary>
public sealed record ReceivedSpan(string Service, string Name, string TraceId, string SpanId, string? Parent, ulong Started, ulong Ended);

/// <summary>
/// The receiving end of OTLP over HTTP, for traces: what any collector or dashboard does with what services send. Field
/// numbers are those of opentelemetry-proto's trace.proto.
/// </summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private WebApplication? app;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    /// <summary>Everything that came, of any signal, as it came.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = new();

    /// <summary>The standard settings that make a service send here, soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = app!.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
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
            if (signal == "traces")
            {
                Each(body.ToArray(), resourceSpans => ReadResource(resourceSpans.ToByteArray()), only: 1);
            }

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

    private void ReadResource(byte[] resourceSpans)
    {
        var service = "?";
        Each(resourceSpans, resource => Each(resource.ToByteArray(), attribute =>
        {
            var (key, value) = Attribute(attribute.ToByteArray());
            service = key == "service.name" ? value : service;
        }, only: 1), only: 1);
        Each(resourceSpans, scope => Each(scope.ToByteArray(), span => Spans.Enqueue(Span(service, span.ToByteArray())), only: 2), only: 2);
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

        return new ReceivedSpan(service, name, trace, id, parent, started, ended);
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
