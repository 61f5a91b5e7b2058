using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.AppHost.Native;

namespace Guzhang.Resilience.Tests.Staging;

/// <summary>A peer in a process of its own; after a kill it can be started again as the same one.</summary>
internal sealed class PeerProcess(Uri address, IReadOnlyList<string> arguments) : IAsyncDisposable
{
    /// <summary>Most of a short life goes into compiling; profiles for a second, better compilation never pay.</summary>
    private static readonly Dictionary<string, string> LessWork = new() { ["DOTNET_TieredPGO"] = "0" };

    private readonly List<ServiceChild> lives = [];

    public Uri Address { get; } = address;

    public HttpClient Http { get; } = new() { BaseAddress = address };

    /// <summary>What its present life has printed.</summary>
    public string Log => lives[^1].Log;

    public static string Program => typeof(Peer.SourcePeer).Assembly.Location;

    public async Task<PeerProcess> Start()
    {
        lives.Add(await ServiceChild.StartProgram(arguments[0], Program, Address, arguments, LessWork));
        return this;
    }

    /// <summary>kill -9; returns when the process is gone.</summary>
    public async Task Kill()
    {
        Process.Signal(Signal.Kill);
        while (Process.IsRunning)
        {
            await Task.Delay(5);
        }
    }

    /// <summary>Asks it to end, and waits.</summary>
    public Task Stop() => Process.StopAsync(Signal.Terminate, TimeSpan.FromSeconds(20));

    public void Freeze() => Process.Signal(Signal.Freeze);

    public void Thaw() => Process.Signal(Signal.Continue);

    /// <summary>State of one health check.</summary>
    public async Task<string> Health(string check)
    {
        using var answer = await Http.GetAsync(new Uri("health/ready", UriKind.Relative));
        var report = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return report.GetProperty("checks").TryGetProperty(check, out var state) ? state.GetString()! : "absent";
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"--- {arguments[0]} at {Address}, life {lives.Count}:{Environment.NewLine}{Log}");
        }

        Process.Signal(Signal.Kill);
        foreach (var life in lives)
        {
            await life.DisposeAsync();
        }
    }

    private ProcessIdentity Process => lives[^1].Identity;
}
