using System.Diagnostics;
using System.Text.Json;
using Guzhang.Demo.Answers;
using Guzhang.Demo.Generation;
using Guzhang.Demo.History;
using Guzhang.Demo.Workbooks;

namespace Guzhang.Demo.Loading;

/// <summary>
/// Brings the demo county and its months into a running platform through the services' own interfaces, as its officers would, and
/// compares what comes out with the known answers after every moment, while the business clock stands there. 0: every figure
/// equal; 1: not; 2: it could not be done.
/// </summary>
public sealed class Loader(Options options, Platform platform, IReadOnlyList<MadeRow> rows, IReadOnlyList<Moment> moments)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateDirectory(options.Required("out")).FullName;
    private readonly Ledger _ledger = new();
    private readonly Clock _clock = new(platform);
    private readonly FindingsCheck _findings = new(platform);
    private readonly List<string> _differences = [];

    public static async Task<int> Run(Options options)
    {
        var rows = Commands.County(options);
        using var officers = new Officers(options.Required("identity"), options.Required("credentials"));
        return await new Loader(options, new Platform(options, officers), rows, Months.Of(rows, options.Number("seed", County.DefaultSeed))).Run();
    }

    private async Task<int> Run()
    {
        var time = Stopwatch.StartNew();
        var now = await _clock.Now();
        if (now > Months.Resumable && now < moments[^1].At)
        {
            throw new DemoException($"演示数据上次只装载到 {now:yyyy年M月d日}，业务时钟不能调回：请用 ./run --demo --fresh 重新装载");
        }

        JsonElement table;
        if (now >= moments[^1].At)
        {
            table = await LookAgain();
        }
        else
        {
            WriteExtracts();
            table = await Play(setsClock: now is null || now < Months.Start);
            Console.WriteLine();
            Console.Write(_findings.Table());
        }

        await Report(table, time.Elapsed);
        return _differences.Count == 0 ? 0 : 1;
    }

    /// <summary>A county loaded before stands at the end of its months: whatever is there must still be what is known.</summary>
    private async Task<JsonElement> LookAgain()
    {
        Console.WriteLine("演示数据已装载过：核对年末的数字");
        foreach (var moment in moments)
        {
            _ledger.Take(moment);
        }

        var table = await Settle();
        await CompareLists(table);
        return table;
    }

    private async Task<JsonElement> Play(bool setsClock)
    {
        JsonElement table = default;
        foreach (var moment in moments)
        {
            var isFirst = moment == moments[0];
            if (!isFirst || setsClock)
            {
                await _clock.Set(moment.At);
            }

            Console.WriteLine($"—— {moment.At:yyyy年M月d日 HH:mm}");
            await Happen(moment, _ledger.Take(moment), isFirst);
            table = await Settle();
            if (isFirst)
            {
                await CompareLists(table);
                await OnePersonOneRecord();
                await ImportAgain();
            }

            if (moment.Closes is { } month)
            {
                await File.WriteAllTextAsync(Path.Combine(_folder, $"dispatch-{month}.json"), Show.File(table, _differences));
            }

            if (_differences.Count > 0)
            {
                return table;
            }
        }

        await CompareLists(table);
        return table;
    }

    private async Task Happen(Moment moment, Taken taken, bool isFirst)
    {
        var isOnRecord = false;
        if (moment.Workbook.Count > 0)
        {
            var file = Path.Combine(_folder, isFirst ? "county.xlsx" : $"county-{moment.At:yyyy-MM-dd}.xlsx");
            FirstWorkbook.Write(file, moment.Workbook);
            var import = await Import(isFirst ? "导入工作簿" : "导入更新", file, moment.Workbook.Count);

            // A county loaded before is on record now, and rules that ask the register answer otherwise.
            isOnRecord = isFirst && Number(import, "added") == 0;
            if (!isOnRecord)
            {
                // Those whom an import that was cut off had stored already are there unchanged.
                Compare("新增", Number(import, "added") + (isFirst ? Number(import, "unchanged") : 0), taken.Added);
                Compare("变更", Number(import, "changed"), taken.Changed);
                Compare("退表", Number(import, "refused"), taken.Refused);
                _differences.AddRange(await _findings.Compare(import.GetProperty("id").GetString()!, taken));
            }
        }

        if (moment.Session is { } session)
        {
            var except = new Dictionary<string, string>();
            foreach (var person in session.Except.Keys)
            {
                except[await platform.Laborer(person, _ledger.Find(person)!.Newest[L.Name])] = person;
            }

            await new TaskForce(platform, Patience).Sit(session, isOnRecord ? _ledger.Waiting : taken.Waiting, except);
        }

        await new CaseWork(platform, _ledger).Do(moment);
        await new Erasing(platform, _ledger).Do(moment);
    }

    private async Task<JsonElement> Import(string what, string file, int count)
    {
        using var collection = platform.As("collection", "demo-collector");
        var clock = Stopwatch.StartNew();
        var started = await collection.Upload("imports?formYear=2020", file);
        var id = started.GetProperty("id").GetString()!;
        var progress = new Progress(what);
        var done = await progress.Until(
            async () =>
            {
                var state = await collection.Get($"imports/{id}");
                var running = state.GetProperty("state").GetString() == "running";
                return (state, running ? Math.Min(Number(state, "read"), count - 1) : count, count);
            },
            Patience);
        if (done.GetProperty("state").GetString() != "done")
        {
            throw new DemoException($"{what}失败：{done}");
        }

        Compare("导入行数", Number(done, "read"), count);
        progress.Done($"{Number(done, "read")} 行，新增 {Number(done, "added")}，变更 {Number(done, "changed")}，未变 {Number(done, "unchanged")}，退表 {Number(done, "refused")}；用时 {clock.Elapsed.TotalSeconds:0.0} 秒，每秒 {Number(done, "read") / clock.Elapsed.TotalSeconds:0} 行");
        return done;
    }

    /// <summary>The same people in another order and as another program saves them: nothing changes.</summary>
    private async Task ImportAgain()
    {
        var second = Path.Combine(_folder, "county-other-program.xlsx");
        SecondWorkbook.Write(second, SecondWorkbook.Reorder(rows));
        var again = await Import("同一批人员换顺序、换软件再导入一次", second, rows.Count);
        Compare("再次导入新增", Number(again, "added"), 0);
        Compare("再次导入变更", Number(again, "changed"), 0);
        Compare("再次导入退表", Number(again, "refused"), rows.Count(r => r.Broken.Any(f => f.Severity == "E")));
        _differences.AddRange(Comparison.Of(Table.Of(_ledger), await platform.Reporting("dispatch?formYear=2020")));
    }

    /// <summary>
    /// The table once it is what is known now, or as it is when patience ends: what differs then is added. As long as figures
    /// still move, events are on their way.
    /// </summary>
    private async Task<JsonElement> Settle()
    {
        var known = Table.Of(_ledger);
        var deadline = DateTime.UtcNow.AddSeconds(60);
        var progress = new Progress("等待调度表");
        var last = "";
        while (true)
        {
            var table = await platform.Reporting("dispatch?formYear=2020");
            var differences = Comparison.Of(known, table);
            progress.Show(known.Total.Figures["confirmed"] - differences.Count, known.Total.Figures["confirmed"]);
            if (differences.Count == 0)
            {
                progress.Done($"{Columns.All.Count * (known.Lines.Count + 1)} 个数字与已知答案一致");
                return table;
            }

            var total = table.GetProperty("total").GetRawText();
            deadline = total == last ? deadline : DateTime.UtcNow.AddSeconds(60);
            last = total;
            if (DateTime.UtcNow > deadline)
            {
                _differences.AddRange(differences);
                return table;
            }

            await Task.Delay(300);
        }
    }

    /// <summary>Every figure's list is as long as the figure.</summary>
    private async Task CompareLists(JsonElement table)
    {
        foreach (var (key, title) in Columns.All)
        {
            foreach (var line in table.GetProperty("lines").EnumerateArray())
            {
                var town = line.GetProperty("town").ValueKind == JsonValueKind.Null ? "unknown" : line.GetProperty("town").GetString();
                var list = await platform.Reporting($"dispatch/{key}/people?formYear=2020&town={town}&limit=1");
                Compare($"{line.GetProperty("name").GetString()} {title} 的名单人数", Number(list, "total"), Number(line.GetProperty("figures"), key));
            }
        }

        Console.WriteLine($"名单：{Columns.All.Count * table.GetProperty("lines").GetArrayLength()} 个数字都打开了名单");
    }

    /// <summary>F02: a blank form for somebody on record is answered with the existing record.</summary>
    private async Task OnePersonOneRecord()
    {
        using var collection = platform.As("collection", "demo-collector");
        var known = rows.First(r => r.Broken.Count == 0);
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

    private void WriteExtracts()
    {
        var collected = new Ledger();
        collected.Take(moments[0]);
        Extracts.TwoSystems.Of(collected).Write(_folder);
    }

    private async Task Report(JsonElement table, TimeSpan time)
    {
        Console.WriteLine();
        Console.Write(Show.Table(table));
        Console.WriteLine();
        Console.Write(Show.Targets(await platform.Reporting("targets?formYear=2020")));
        var file = Path.Combine(_folder, "dispatch.json");
        await File.WriteAllTextAsync(file, Show.File(table, _differences));
        Console.WriteLine();
        Console.WriteLine($"调度表文件：{file}，各月末的在旁边；装载用时 {time.TotalSeconds:0} 秒");
        Console.WriteLine(_differences.Count == 0 ? "与已知答案逐项一致" : $"与已知答案不一致，共 {_differences.Count} 处：");
        foreach (var difference in _differences.Take(20))
        {
            Console.WriteLine($"  {difference}");
        }
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
