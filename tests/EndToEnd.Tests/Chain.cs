using Guzhang.Testing;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>The running chain, whose telemetry goes to a receiver that tests can ask.</summary>
public sealed class Chain : IAsyncLifetime
{
    private RunningChain? _running;

    public OtlpReceiver Telemetry { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Telemetry.Start();
        _running = new RunningChain(Telemetry.Settings);
        await _running.Start();
    }

    public Task<HttpClient> As(string service, string officer, string role) => _running!.As(service, officer, role);

    /// <summary>Connection string of a service's database, as superuser.</summary>
    public string Database(string service) => _running!.Database(service);

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }

        await Telemetry.DisposeAsync();
    }
}
