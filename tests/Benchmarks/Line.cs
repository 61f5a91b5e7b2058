using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Guzhang.Benchmarks;

/// <summary>One measured figure beside its limit of the same run.</summary>
/// <param name="Name">of the measurement; with a dot and a part where it has several figures</param>
/// <param name="Value">what was measured, in <paramref name="Unit"/></param>
/// <param name="Unit">for example events/s, ms, s</param>
/// <param name="Limit">the same work without us, in the same unit; null where the goal is absolute</param>
/// <param name="Ok">whether the goal is met</param>
/// <param name="Goal">the goal in words</param>
/// <param name="Settings">sizes and clients of the run</param>
public sealed record Line(string Name, double Value, string Unit, double? Limit, bool Ok, string Goal, string Settings)
{
    public double? P50 { get; init; }

    public double? P99 { get; init; }

    public double? Ratio => Limit is { } limit ? Value / limit : null;

    public static void Print(IEnumerable<Line> lines)
    {
        System.Console.WriteLine($"{"name",-18}{"value",12} {"unit",-10}{"limit",12}{"ratio",8}{"p50 ms",9}{"p99 ms",9}  ok   goal");
        foreach (var l in lines)
        {
            System.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{l.Name,-18}{l.Value,12:0.0} {l.Unit,-10}{l.Limit,12:0.0}{l.Ratio,8:0.00}{l.P50,9:0.0}{l.P99,9:0.0}  {(l.Ok ? "yes" : "NO"),-4} {l.Goal} ({l.Settings})"));
        }
    }

    public static async Task Write(string path, IReadOnlyList<Line> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var commit = await Output("git", "rev-parse", "--short", "HEAD");
        var machine = $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, .NET {Environment.Version}";
        var rows = lines.Select(l => new
        {
            name = l.Name,
            value = l.Value,
            unit = l.Unit,
            limit = l.Limit,
            ratio = l.Ratio,
            ok = l.Ok,
            p50 = l.P50,
            p99 = l.P99,
            commit,
            machine,
            settings = l.Settings,
        });
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(rows, Indented) + "\n");
    }

    /// <summary>What a program prints; its failure is ours.</summary>
    public static async Task<string> Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? text.Trim() : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }

    public static double Percentile(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
