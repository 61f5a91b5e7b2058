using System.Diagnostics;
using Guzhang.AppHost.Native;

namespace Guzhang.AppHost.TestRuns;

/// <summary>
/// `tests [NAME]`: runs every test project that the solution's build has left (or the one named) against servers of
/// its own, and adds up their results.
/// </summary>
public sealed class TestsCommand
{
    /// <summary>No project takes a quarter of this; one that hangs must not hang the run.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(12);

    private readonly Repository repository;
    private readonly string artifacts;

    public TestsCommand(Repository repository)
    {
        this.repository = repository;
        artifacts = Path.Combine(repository.Root, "artifacts", "tests");
    }

    /// <summary>Projects to run: all of tests/*.Tests, or the one named with or without its ending.</summary>
    public static IReadOnlyList<string> Projects(string tests, string? name)
    {
        var all = Directory.GetDirectories(tests, "*.Tests").Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).ToList();
        var chosen = all.Where(project => name is null || project == name || project == name + ".Tests").ToList();
        return chosen.Count > 0 ? chosen : throw new StartFailedException($"no test project {name}; there are: {string.Join(", ", all)}");
    }

    /// <summary>Runs the project named, or all; if the build before did not succeed, the run fails whatever its tests say.</summary>
    public async Task<int> RunAsync(string? name, bool built, CancellationToken cancellation)
    {
        var projects = Projects(Path.Combine(repository.Root, "tests"), name);
        Directory.CreateDirectory(artifacts);
        var results = new List<TestResults>();
        if (!built && projects.All(project => File.Exists(Program(project))))
        {
            results.Add(TestResults.NotRun("the build failed"));
        }
        await using (var servers = await StartServersAsync(cancellation))
        {
            foreach (var project in projects)
            {
                results.Add(await RunProjectAsync(project, servers.Addresses, cancellation));
            }
        }
        var (passed, failed, skipped) = (results.Sum(result => result.Passed), results.Sum(result => result.Failed), results.Sum(result => result.Skipped));
        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static async Task<TestServerPair> StartServersAsync(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var servers = await TestServerPair.StartAsync(Directory.CreateTempSubdirectory("guzhang-tests-").FullName, cancellation);
        Console.WriteLine($"test servers ready after {clock.Elapsed.TotalSeconds:0.0} s");
        return servers;
    }

    private async Task<TestResults> RunProjectAsync(string project, ServerAddresses servers, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var result = await ExecuteAsync(project, servers, cancellation);
        Console.WriteLine($"{project,-22} {result.Passed,5} passed, {result.Failed,3} failed, {result.Skipped,3} skipped  {clock.Elapsed.TotalSeconds,6:0.0} s");
        foreach (var failure in result.Failures)
        {
            Console.WriteLine("  " + failure.Replace("\n", "\n  ", StringComparison.Ordinal));
        }
        return result;
    }

    private string Program(string project) =>
        Path.Combine(repository.Root, "tests", project, "bin", repository.Configuration, "net10.0", $"Guzhang.{project}.dll");

    private async Task<TestResults> ExecuteAsync(string project, ServerAddresses servers, CancellationToken cancellation)
    {
        var program = Program(project);
        if (!File.Exists(program))
        {
            return TestResults.NotRun("was not built");
        }
        var xml = Path.Combine(artifacts, project + ".xml");
        using var child = ChildProcess.Start(new ChildSpec(project, "dotnet", [program, "-noLogo", "-noColor", "-xml", xml])
        {
            Environment = servers.Variables,
            WorkingDirectory = Path.GetDirectoryName(program)!,
            Log = Path.Combine(artifacts, project + ".log"),
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await child.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await child.StopAsync();
            cancellation.ThrowIfCancellationRequested();
            return TestResults.NotRun($"did not end within {Limit.TotalMinutes:0} minutes{ChildProcess.LogTail(child.Spec)}");
        }
        var results = TestResults.Read(xml, child.ExitCode);
        return File.Exists(xml) ? results : results with { Failures = [.. results.Failures.Select(failure => failure + ChildProcess.LogTail(child.Spec))] };
    }
}
