using System.Globalization;
using Guzhang.Demo;
using Guzhang.Demo.Workbooks;
using Guzhang.Testing;

namespace Guzhang.Benchmarks;

/// <summary>The most memory Collection ever holds while it imports 1,000,000 rows; the limit is the same with 10,000.</summary>
internal static class MemoryBench
{
    private const int Few = 10_000;
    private const int Many = 1_000_000;

    public static async Task<IReadOnlyList<Line>> Run()
    {
        var (few, _) = await Peak(Few);
        var (many, stored) = await Peak(Many);
        return
        [
            new Line("import.memory", many, "MB", few, many <= 1.5 * few, "≤ 1.5 × the limit", $"{Many} rows, {stored} people stored; the limit with {Few}"),
        ];
    }

    private static async Task<(double Megabytes, int Stored)> Peak(int rows)
    {
        var file = Path.Combine(Path.GetTempPath(), $"guzhang-bench-{Guid.NewGuid():N}.xlsx");
        try
        {
            FirstWorkbook.Write(file, Counties(rows), inMemory: false);
            await using var chain = new RunningChain();
            await chain.Start(only: ["collection"]);
            var done = await ImportBench.Import(chain, file);
            var peak = File.ReadLines($"/proc/{chain.Process("collection").Pid}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return (double.Parse(peak.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024, done.GetProperty("added").GetInt32());
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Counties of other seeds one after the other, so that the workbook is never whole in memory.</summary>
    private static IEnumerable<MadeRow> Counties(int rows)
    {
        for (var made = 0; made < rows; made += Math.Min(rows, 50_000))
        {
            foreach (var row in Commands.County(new Options(["--seed", $"{made + 1}", "--size", $"{Math.Min(rows, 50_000)}"])))
            {
                yield return row;
            }
        }
    }
}
