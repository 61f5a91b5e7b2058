using System.Diagnostics;
using System.Text.Json;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Workbooks;

namespace Guzhang.Demo.Loading;

/// <summary>
/// Brings the demo county into a running platform through the services' own interfaces, as its officers would, and compares
/// what comes out with the known answers. 0: every figure equal; 1: not; 2: it could not be done.
/// </summary>
public sealed class Loader(Options options, Officers officers, IReadOnlyList<MadeRow> rows, KnownAnswers answers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Start = new(2020, 10, 12, 9, 0, 0, TimeSpan.FromHours(8));

    private readonly List<string> _differences = [];

    public static async Task<int> Run(Options options)
    {
        var rows = Commands.County(options);
        using var officers = new Officers(options.Required("identity"), options.Required("credentials"));
        return await new Loader(options, officers, rows, KnownAnswers.Of(rows)).Run();
    }

    private async Task<int> Run()
    {
        var folder = Directory.CreateDirectory(options.Required("out")).FullName;
        await SetClock();

        var first = Path.Combine(folder, "county.xlsx");
        FirstWorkbook.Write(first, rows);
        var import = await Import("导入工作簿", first);
        Compare("导入行数", Number(import, "read"), rows.Count);
        if (Number(import, "added") > 0)
        {
            // A county loaded before is on record now, and rules that ask the register answer otherwise.
            CompareRules(await Findings(import.GetProperty("id").GetString()!));
        }

        await Confirm(loadedBefore: Number(import, "added") == 0);
        var table = await WaitForTable();
        _differences.AddRange(Comparison.Of(answers.Table, table));
        await CompareLists(table);
        await OnePersonOneRecord();

        var second = Path.Combine(folder, "county-other-program.xlsx");
        SecondWorkbook.Write(second, SecondWorkbook.Reorder(rows));
        var again = await Import("同一批人员换顺序、换软件再导入一次", second);
        Compare("再次导入新增", Number(again, "added"), 0);
        Compare("再次导入变更", Number(again, "changed"), 0);
        Compare("再次导入退表", Number(again, "refused"), Number(import, "refused"));
        _differences.AddRange(Comparison.Of(answers.Table, await Reporting(api => api.Get("dispatch?formYear=2020"))));

        await Report(folder, table);
        return _differences.Count == 0 ? 0 : 1;
    }

    /// <summary>October 2020 in every service; an installation that is further on stays where it is.</summary>
    private async Task SetClock()
    {
        using var collection = Service("collection", "demo-operator");
        var now = (await collection.Get("clock")).GetProperty("businessTime").GetDateTimeOffset();
        if (now.Year != Start.Year)
        {
            await collection.Put("clock", new { businessTime = Start });
        }

        foreach (var service in new[] { "collection", "verification", "reporting" })
        {
            using var api = Service(service, "demo-operator");
            await new Progress($"业务时钟 {service}").Until(
                async () => (0, (await api.Get("clock")).GetProperty("businessTime").GetDateTimeOffset().Year == Start.Year ? 1 : 0, 1), TimeSpan.FromMinutes(1));
        }

        Console.WriteLine("业务时钟：2020年10月12日");
    }

    private async Task<JsonElement> Import(string what, string file)
    {
        using var collection = Service("collection", "demo-collector");
        var clock = Stopwatch.StartNew();
        var started = await collection.Upload("imports?formYear=2020", file);
        var id = started.GetProperty("id").GetString()!;
        var progress = new Progress(what);
        var done = await progress.Until(
            async () =>
            {
                var state = await collection.Get($"imports/{id}");
                var running = state.GetProperty("state").GetString() == "running";
                return (state, running ? Math.Min(Number(state, "read"), rows.Count - 1) : rows.Count, rows.Count);
            },
            Patience);
        if (done.GetProperty("state").GetString() != "done")
        {
            throw new DemoException($"{what}失败：{done}");
        }

        progress.Done($"{Number(done, "read")} 行，新增 {Number(done, "added")}，变更 {Number(done, "changed")}，未变 {Number(done, "unchanged")}，退表 {Number(done, "refused")}；用时 {clock.Elapsed.TotalSeconds:0.0} 秒，每秒 {Number(done, "read") / clock.Elapsed.TotalSeconds:0} 行");
        return done;
    }

    private async Task<Dictionary<int, List<Finding>>> Findings(string import)
    {
        using var collection = Service("collection", "demo-collector");
        var found = new Dictionary<int, List<Finding>>();
        for (var after = 0; ;)
        {
            var page = (await collection.Get($"imports/{import}/findings?after={after}&limit=1000")).EnumerateArray().ToList();
            if (page.Count == 0)
            {
                return found;
            }

            foreach (var row in page)
            {
                after = row.GetProperty("row").GetInt32();
                found[after] = [.. row.GetProperty("findings").EnumerateArray()
                    .Select(f => new Finding(f.GetProperty("rule").GetString()!, f.GetProperty("severity").GetString() == "error" ? "E" : "W"))
                    .Distinct().Order()];
            }
        }
    }

    private void CompareRules(Dictionary<int, List<Finding>> found)
    {
        foreach (var row in found.Keys.Union(answers.Rules.Keys).Order())
        {
            var expected = string.Join(" + ", answers.Rules.GetValueOrDefault(row, []));
            var actual = string.Join(" + ", found.GetValueOrDefault(row, []));
            if (expected != actual)
            {
                _differences.Add($"第 {row} 行：应为 [{expected}]，实为 [{actual}]");
            }
        }

        Console.WriteLine($"逐行规则：{answers.Rules.Count} 行有问题，不一致 {_differences.Count} 行");
    }

    /// <summary>
    /// An officer of the task force, who collected nothing, works through what waits, by the plan. Of a county loaded
    /// before only what the plan leaves undecided waits, or more where that load was broken off.
    /// </summary>
    private async Task Confirm(bool loadedBefore)
    {
        using var verification = Service("verification", "demo-task-force");
        var waiting = answers.Table.Total.Figures[loadedBefore ? "awaiting" : "submitted"];
        await new Progress("等待专班收到采集表").Until(
            async () => (0, Number(await verification.Get("work?limit=1"), "total"), waiting), Patience);

        var villages = Generation.Divisions.Villages.ToDictionary(v => v.Code, v => v.Name);
        var toReturn = new List<object>();
        var toConfirm = new List<object>();
        string? after = null;
        do
        {
            var page = await verification.Get($"work?state=waiting&limit=1000{(after is null ? "" : $"&after={after}")}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                var village = villages[item.GetProperty("village").GetString()!];
                if (village != ConfirmationPlan.WaitingVillage)
                {
                    (ConfirmationPlan.ReturnedVillages.Contains(village) ? toReturn : toConfirm).Add(
                        new { laborer = item.GetProperty("laborer").GetString(), formVersion = item.GetProperty("formVersion").GetInt32() });
                }
            }

            after = page.TryGetProperty("next", out var next) ? next.ToString() : null;
        }
        while (!string.IsNullOrEmpty(after));

        var clock = Stopwatch.StartNew();
        var (confirmed, refused) = await Decide(verification, "confirmations", toConfirm, null);
        var (returned, _) = await Decide(verification, "returns", toReturn, ConfirmationPlan.ReturnReasons);
        Console.WriteLine($"专班：确认 {confirmed}，不能确认 {refused}（低于标准而无理由），退回 {returned}；用时 {clock.Elapsed.TotalSeconds:0.0} 秒");
    }

    private static async Task<(int Accepted, int Refused)> Decide(Api verification, string path, List<object> items, IReadOnlyList<string>? reasons)
    {
        var (accepted, refused) = (0, 0);
        var progress = new Progress(reasons is null ? "专班确认" : "专班退回");
        foreach (var chunk in items.Chunk(1000))
        {
            var answer = await verification.Post(path, reasons is null ? new { items = chunk } : new { items = chunk, reasons });
            foreach (var result in answer.GetProperty("results").EnumerateArray())
            {
                _ = result.GetProperty("outcome").GetString() == "accepted" ? accepted++ : refused++;
            }

            progress.Show(accepted + refused, items.Count);
        }

        return (accepted, refused);
    }

    /// <summary>The table once it lacks nothing, or as it is when patience ends: the comparison then says what lacks.</summary>
    private async Task<JsonElement> WaitForTable()
    {
        using var reporting = Service("reporting", "demo-leader");
        var deadline = DateTime.UtcNow.AddSeconds(60);
        var progress = new Progress("等待调度表");
        var last = -1;
        while (true)
        {
            var table = await reporting.Get("dispatch?formYear=2020");
            var total = table.GetProperty("total");
            var confirmed = Number(total, "confirmed") + Number(total, "returned");
            progress.Show(confirmed, answers.Table.Total.Figures["confirmed"] + answers.Table.Total.Figures["returned"]);
            if (Comparison.Of(answers.Table, table).Count == 0)
            {
                progress.Done("齐全");
                return table;
            }

            // As long as figures still move, the events are on their way.
            deadline = confirmed == last ? deadline : DateTime.UtcNow.AddSeconds(60);
            last = confirmed;
            if (DateTime.UtcNow > deadline)
            {
                return table;
            }

            await Task.Delay(500);
        }
    }

    /// <summary>Every figure's list is as long as the figure.</summary>
    private async Task CompareLists(JsonElement table)
    {
        using var reporting = Service("reporting", "demo-leader");
        foreach (var (key, title) in Columns.All)
        {
            foreach (var line in table.GetProperty("lines").EnumerateArray())
            {
                var town = line.GetProperty("town").ValueKind == JsonValueKind.Null ? "unknown" : line.GetProperty("town").GetString();
                var list = await reporting.Get($"dispatch/{key}/people?formYear=2020&town={town}&limit=1");
                Compare($"{line.GetProperty("name").GetString()} {title} 的名单人数", Number(list, "total"), Number(line.GetProperty("figures"), key));
            }
        }

        Console.WriteLine($"名单：{Columns.All.Count * table.GetProperty("lines").GetArrayLength()} 个数字都打开了名单");
    }

    /// <summary>F02: a blank form for somebody on record is answered with the existing record.</summary>
    private async Task OnePersonOneRecord()
    {
        using var collection = Service("collection", "demo-collector");
        var known = rows.First(r => !answers.Rules.ContainsKey(r.Number));
        var (status, problem) = await collection.PostRefused("forms", new { fields = new { formYear = "2020", residentId = known.Cells[L.Id], name = known.Cells[L.Name] } });
        if (status != 409 || problem.GetProperty("rule").GetString() != "F02" || !problem.TryGetProperty("laborer", out _))
        {
            _differences.Add($"F02：为已在册人员提交空白表应答复已有记录，实为 {status} {problem}");
        }
        else
        {
            Console.WriteLine("一人一档：为已在册人员提交空白表，答复了已有记录");
        }
    }

    private async Task Report(string folder, JsonElement table)
    {
        Console.WriteLine();
        Console.Write(Show.Table(table));
        Console.WriteLine();
        Console.Write(Show.Targets(await Reporting(api => api.Get("targets?formYear=2020"))));
        var file = Path.Combine(folder, "dispatch.json");
        await File.WriteAllTextAsync(file, Show.File(table, _differences));
        Console.WriteLine();
        Console.WriteLine($"调度表文件：{file}");
        Console.WriteLine(_differences.Count == 0 ? "与已知答案逐项一致" : $"与已知答案不一致，共 {_differences.Count} 处：");
        foreach (var difference in _differences.Take(20))
        {
            Console.WriteLine($"  {difference}");
        }
    }

    private Api Service(string name, string officer) => officers.At(options.Required(name), officer);

    private async Task<JsonElement> Reporting(Func<Api, Task<JsonElement>> ask)
    {
        using var api = Service("reporting", "demo-leader");
        return await ask(api);
    }

    private void Compare(string what, int actual, int expected)
    {
        if (actual != expected)
        {
            _differences.Add($"{what}：应为 {expected}，实为 {actual}");
        }
    }

    private static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();
}
