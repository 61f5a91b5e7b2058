using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Testing;
using Npgsql;

namespace Guzhang.Benchmarks;

/// <summary>
/// 100,000 forms, from the workbook's upload until Verification and Reporting hold all that were stored; then all
/// confirmed, from the first request until Collection and Reporting hold the confirmations.
/// </summary>
internal static class SpreadBench
{
    private const double Goal = 60;
    private const int Bulk = 1000;

    public static async Task<IReadOnlyList<Line>> Run()
    {
        var file = ImportBench.Workbook(ImportBench.People);
        await using var chain = new RunningChain();
        await chain.Start();
        var clock = Stopwatch.StartNew();
        var done = await ImportBench.Import(chain, file);
        var stored = done.GetProperty("added").GetInt64();
        await Until(chain, "verification", "select count(*) from verification.work", stored);
        await Until(chain, "reporting", "select count(*) from reporting.facts where key = 'form'", stored);
        var submitted = clock.Elapsed.TotalSeconds;
        File.Delete(file);

        clock.Restart();
        var accepted = await Confirm(chain, stored);
        await Until(chain, "reporting", "select count(*) from reporting.facts where key = 'confirmed'", accepted);
        await Until(chain, "verification", "select count(*) from verification.work where state = 'confirmed'", accepted);
        var confirmed = clock.Elapsed.TotalSeconds;
        return
        [
            new Line("spread.submitted", submitted, "s", null, submitted <= Goal, "≤ 60 s", $"{stored} forms stored of {ImportBench.People} rows, until two services hold them"),
            new Line("spread.confirmed", confirmed, "s", null, confirmed <= Goal, "≤ 60 s", $"{accepted} forms confirmed by {Bulk} a request, until all three services hold them"),
        ];
    }

    private static async Task<long> Confirm(RunningChain chain, long expected)
    {
        using var officer = await chain.As("verification", "officer-1", "task-force");
        await using var source = NpgsqlDataSource.Create(chain.Database("verification"));
        await using var command = source.CreateCommand("select laborer, form_version from verification.work");
        var work = new List<(Guid Laborer, int Version)>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                work.Add((reader.GetGuid(0), reader.GetInt32(1)));
            }
        }

        if (work.Count != expected)
        {
            throw new InvalidOperationException($"{work.Count} items of work, not {expected}");
        }

        var accepted = 0L;
        foreach (var some in work.Chunk(Bulk))
        {
            using var answer = await officer.PostAsJsonAsync("confirmations", new { items = some.Select(w => new { laborer = w.Laborer, formVersion = w.Version }) });
            answer.EnsureSuccessStatusCode();
            accepted += (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results").EnumerateArray()
                .Count(r => r.GetProperty("outcome").GetString() == "accepted");
        }

        return accepted;
    }

    private static async Task Until(RunningChain chain, string service, string sql, long count)
    {
        await using var source = NpgsqlDataSource.Create(chain.Database(service));
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            await using var command = source.CreateCommand(sql);
            if ((long)(await command.ExecuteScalarAsync())! >= count)
            {
                return;
            }

            if (waited.Elapsed > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException($"{service}: '{sql}' did not reach {count} in five minutes");
            }
        }
    }
}
