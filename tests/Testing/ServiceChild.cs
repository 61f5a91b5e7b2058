using System.Diagnostics;
using System.Globalization;
using System.Net;
using Guzhang.AppHost;
using Guzhang.AppHost.Native;

namespace Guzhang.Testing;

/// <summary>
/// A service of the platform in a process of its own, as it runs outside tests. It ends with the test process however
/// that one ends: a shell between the two kills it when its input closes.
/// </summary>
public sealed class ServiceChild : IAsyncDisposable
{
    private const string Keeper = "\"$@\" </dev/null >>\"$LOG\" 2>&1 & child=$!; echo $child; read -r _; kill -KILL $child 2>/dev/null";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly Process keeper;
    private readonly string log;

    private ServiceChild(Process keeper, ProcessIdentity identity, string log)
    {
        this.keeper = keeper;
        this.log = log;
        Identity = identity;
    }

    /// <summary>The process itself, to be stopped, frozen or killed by a test.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Starts the service named so in the topology and waits until it is healthy.</summary>
    /// <exception cref="InvalidOperationException">It ended or was not healthy within a minute; with the end of its log.</exception>
    public static Task<ServiceChild> Start(string service, Uri address, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        StartProgram(service, Repository.Find().Program(Topology.Services.Single(s => s.Name == service)), address, arguments, environment);

    /// <summary>The same for any program that answers /health/ready.</summary>
    public static async Task<ServiceChild> StartProgram(
        string name, string program, Uri address, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var log = Path.Combine(Directory.CreateTempSubdirectory($"guzhang-{name}-").FullName, "log");
        var start = new ProcessStartInfo("sh", ["-c", Keeper, "sh", "dotnet", program, .. arguments, $"--urls={address}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        start.Environment["LOG"] = log;
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        var keeper = Process.Start(start)!;
        var pid = int.Parse((await keeper.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        var child = new ServiceChild(keeper, ProcessIdentity.Of(pid) ?? ProcessIdentity.Ended(pid), log);
        await child.UntilHealthy(address);
        return child;
    }

    /// <summary>What it has printed so far.</summary>
    public string Log => File.ReadAllText(log);

    private async Task UntilHealthy(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            if (!Identity.IsRunning || waited.Elapsed > Deadline)
            {
                var ended = !Identity.IsRunning;
                var printed = Log;
                await DisposeAsync();
                throw new InvalidOperationException($"{address} {(ended ? "ended" : "was not healthy in time")}: {Environment.NewLine}{printed}");
            }
        }
    }

    /// <summary>Asks it to stop, waits, and ends it by force where it doesn't.</summary>
    public async ValueTask DisposeAsync()
    {
        await Identity.StopAsync(Signal.Terminate, TimeSpan.FromSeconds(10));
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
    }
}
