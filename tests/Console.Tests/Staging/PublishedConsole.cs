using System.Diagnostics;
using Guzhang.AppHost;
using Guzhang.AppHost.Native;
using Guzhang.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Guzhang.Console.Tests.Staging.PublishedConsole))]

namespace Guzhang.Console.Tests.Staging;

/// <summary>The console as it is installed: published, so trimmed and compressed, and started as a process.</summary>
public sealed class PublishedConsole : IAsyncLifetime
{
    private ServiceChild? _process;

    /// <summary>Where its pages are.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Choose([])}");

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(Repository.Find().Root, "artifacts", "console");
        await Publish(folder);
        _process = await ServiceChild.StartProgram("console", Path.Combine(folder, "Guzhang.Console.dll"), Address, [TestTokens.CountySetting]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private static async Task Publish(string folder)
    {
        var project = Path.Combine(Repository.Find().Root, "services", "Console", "Console.csproj");
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", folder, "-nologo", "-v", "quiet", "-clp:NoSummary"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publishing = Process.Start(start)!;
        var (output, errors) = (publishing.StandardOutput.ReadToEndAsync(), publishing.StandardError.ReadToEndAsync());
        await publishing.WaitForExitAsync();
        if (publishing.ExitCode != 0)
        {
            throw new InvalidOperationException($"The console could not be published:{Environment.NewLine}{await output}{await errors}");
        }
    }
}
