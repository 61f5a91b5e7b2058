using Guzhang.AppHost;
using Guzhang.AppHost.Native;
using Guzhang.Benchmarks;

// ./bench [NAME…]: with servers of its own, durable as in production.
var all = new Dictionary<string, Func<Task<IReadOnlyList<Line>>>>
{
    ["append"] = AppendBench.Run,
    ["submit"] = SubmitBench.Run,
    ["lag"] = LagBench.Run,
    ["import"] = ImportBench.Run,
    ["spread"] = SpreadBench.Run,
    ["rebuild"] = RebuildBench.Run,
    ["memory"] = MemoryBench.Run,
    ["first-load"] = FirstLoadBench.Run,
};
foreach (var (name, bench) in EventStoreDbBenches.All)
{
    all.Add(name, bench);
}

var unknown = args.Where(name => !all.ContainsKey(name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"unknown: {string.Join(", ", unknown)}; there are: {string.Join(", ", all.Keys)}");
    return 2;
}

var lines = new List<Line>();
await using var servers = await TestServerPair.StartAsync(Directory.CreateTempSubdirectory("guzhang-bench-").FullName, CancellationToken.None, durable: true);
foreach (var (variable, value) in servers.Addresses.Variables)
{
    Environment.SetEnvironmentVariable(variable, value);
}

foreach (var name in args.Length > 0 ? args : [.. all.Keys])
{
    await Console.Error.WriteLineAsync($"{name} …");
    var measured = await all[name]();
    Line.Print(measured);
    lines.AddRange(measured);
}

Line.Print(lines);
await Line.Write(Path.Combine(Repository.Find().Root, "artifacts", "bench", "results.json"), lines);
return lines.All(line => line.Ok) ? 0 : 1;
