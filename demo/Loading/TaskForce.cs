using System.Diagnostics;
using System.Text.Json;
using Guzhang.Demo.Generation;
using Guzhang.Demo.History;

namespace Guzhang.Demo.Loading;

/// <summary>An officer of the task force, who collected nothing, works through what waits.</summary>
public sealed class TaskForce(Platform platform, TimeSpan patience)
{
    private static readonly Dictionary<string, string> Villages = Divisions.Villages.ToDictionary(v => v.Code, v => v.Name);

    /// <summary>
    /// Waits for so many forms and decides on all that wait, in the session's way; <paramref name="except"/> are its people by
    /// laborer. Done when Collection has answered every decision.
    /// </summary>
    public async Task Sit(Session session, int waiting, IReadOnlyDictionary<string, string> except)
    {
        using var verification = platform.As("verification", "demo-task-force");
        await new Progress("等待专班收到采集表").Until(async () => (0, await Count(verification, "waiting"), waiting), patience);
        var byVerdict = new Dictionary<Verdict, List<object>> { [Verdict.Confirm] = [], [Verdict.Return] = [], [Verdict.Leave] = [] };
        await foreach (var item in Waiting(verification))
        {
            var laborer = item.GetProperty("laborer").GetString()!;
            var verdict = session.On(except.GetValueOrDefault(laborer), Villages[item.GetProperty("village").GetString()!]);
            byVerdict[verdict].Add(new { laborer, formVersion = item.GetProperty("formVersion").GetInt32() });
        }

        var clock = Stopwatch.StartNew();
        var (confirmed, refused) = await Decide(verification, "confirmations", byVerdict[Verdict.Confirm], null);
        var (returned, _) = await Decide(verification, "returns", byVerdict[Verdict.Return], ConfirmationPlan.ReturnReasons);
        await new Progress("等待采集服务答复").Until(
            async () => (0, confirmed + returned - await Count(verification, "decided"), confirmed + returned), patience);
        Console.WriteLine($"专班：确认 {confirmed}，不能确认 {refused}（低于标准而无理由），退回 {returned}，暂不处理 {byVerdict[Verdict.Leave].Count}；用时 {clock.Elapsed.TotalSeconds:0.0} 秒");
    }

    private static async Task<int> Count(Api verification, string state) =>
        (await verification.Get($"work?state={state}&limit=1")).GetProperty("total").GetInt32();

    private static async IAsyncEnumerable<JsonElement> Waiting(Api verification)
    {
        string? after = null;
        do
        {
            var page = await verification.Get($"work?state=waiting&limit=1000{(after is null ? "" : $"&after={after}")}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                yield return item;
            }

            after = page.TryGetProperty("next", out var next) ? next.ToString() : null;
        }
        while (!string.IsNullOrEmpty(after));
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
}
