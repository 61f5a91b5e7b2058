using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Guzhang.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>
    /// Traces, metrics and logs to OTEL_EXPORTER_OTLP_ENDPOINT. Where that is not set nobody listens, and nothing is
    /// collected: a span per statement and message costs more than the statement.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
        });
        builder.Services.AddOpenTelemetry()
            .UseOtlpExporter()
            .ConfigureResource(resource => resource.AddService(service, serviceNamespace: "guzhang"))
            .WithTracing(traces => traces
                .SetSampler(new ParentBasedSampler(new BegunByWork()))
                .AddSource("Guzhang.*", "MassTransit")
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                .AddHttpClientInstrumentation()
                .AddNpgsql())
            .WithMetrics(metrics => metrics
                .AddMeter("Guzhang.*", "MassTransit", "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation());
    }

    /// <summary>
    /// A trace begins where something comes in. What a service asks of its database and of others by itself, several times a
    /// second, would be a trace each, and all that a listener keeps: its metrics say how that goes.
    /// </summary>
    private sealed class BegunByWork : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
    }
}
