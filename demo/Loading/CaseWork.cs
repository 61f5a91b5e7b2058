using System.Globalization;
using Guzhang.Demo.Answers;
using Guzhang.Demo.History;

namespace Guzhang.Demo.Loading;

/// <summary>Reports, evidence of work, and ends without it, as collectors and the HR bureau bring them.</summary>
public sealed class CaseWork(Platform platform, Ledger ledger)
{
    public async Task Do(Moment moment)
    {
        using var collector = platform.As("jobmatching", "demo-collector");
        foreach (var report in moment.Reports)
        {
            await collector.Post("reports", new
            {
                laborer = await Laborer(report.Person),
                reportedBy = report.By,
                returnedOn = Day(report.ReturnedOn),
                outOfWorkSince = Day(report.OutOfWorkSince),
                willing = true,
                notPicky = report.NotPicky,
            });
        }

        if (moment.Starts.Count + moment.Ends.Count > 0)
        {
            await Close(moment);
        }

        if (moment.Reports.Count + moment.Starts.Count + moment.Ends.Count > 0)
        {
            Console.WriteLine($"返乡跟踪：报告 {moment.Reports.Count}，登记上岗 {moment.Starts.Count}，未上岗结束 {moment.Ends.Count}");
        }
    }

    private async Task Close(Moment moment)
    {
        using var bureau = platform.As("jobmatching", "demo-hr-bureau");
        var cases = new Dictionary<string, string>();
        string? after = null;
        do
        {
            var page = await bureau.Get($"cases?state=open&limit=1000{(after is null ? "" : $"&after={after}")}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                cases[item.GetProperty("laborer").GetString()!] = item.GetProperty("id").GetString()!;
            }

            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (!string.IsNullOrEmpty(after));

        async Task<string> Case(string person) =>
            cases.GetValueOrDefault(await Laborer(person)) ?? throw new DemoException("应在跟踪中的人员没有跟踪案件");
        foreach (var start in moment.Starts)
        {
            await bureau.Post($"cases/{await Case(start.Person)}/evidence", new { kind = start.Evidence, startedOn = Day(start.On) });
        }

        foreach (var end in moment.Ends)
        {
            await bureau.Post($"cases/{await Case(end.Person)}/close", new { reason = end.Reason });
        }
    }

    private Task<string> Laborer(string person) => platform.Laborer(person, ledger.Find(person)!.Newest[L.Name]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
