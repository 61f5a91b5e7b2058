using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Guzhang.Collection.Sealing;
using Guzhang.Demo;
using Guzhang.Demo.Workbooks;
using Guzhang.Testing;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Npgsql;
using NpgsqlTypes;

namespace Guzhang.Benchmarks;

/// <summary>A workbook of 100,000 people to stored events; the limit is reading the file, sealing and indexing its rows, and COPY.</summary>
internal static class ImportBench
{
    public const int People = 100_000;

    public static Task<IReadOnlyList<Line>> Run() => Run("import", [], 0);

    /// <summary>The same with settings of Collection's besides, and seconds that the limit has besides.</summary>
    public static async Task<IReadOnlyList<Line>> Run(string name, IReadOnlyList<string> settings, double besides)
    {
        var file = Workbook(People);
        var limit = await Limit(file) + besides;
        await using var chain = new RunningChain(collection: settings);
        await chain.Start(only: ["collection"]);
        var clock = Stopwatch.StartNew();
        var done = await Import(chain, file);
        var seconds = clock.Elapsed.TotalSeconds;
        File.Delete(file);
        return
        [
            new Line(name, seconds, "s", limit, seconds <= 2 * limit, "≤ 2 × the limit",
                $"{done.GetProperty("read")} rows, {done.GetProperty("added")} stored, {done.GetProperty("refused")} refused, nobody consumes; with consumers see spread.submitted"),
        ];
    }

    public static string Workbook(int people)
    {
        var file = Path.Combine(Path.GetTempPath(), $"guzhang-bench-{Guid.NewGuid():N}.xlsx");
        FirstWorkbook.Write(file, Commands.County(new Options(["--size", $"{people}"])));
        return file;
    }

    /// <summary>Uploads and waits until the import has ended.</summary>
    public static async Task<JsonElement> Import(RunningChain chain, string file)
    {
        using var collector = await chain.As("collection", "collector-1", "collector");
        collector.Timeout = TimeSpan.FromMinutes(30);
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        using var accepted = await collector.PostAsync(new Uri("imports?formYear=2020", UriKind.Relative), content);
        accepted.EnsureSuccessStatusCode();
        var id = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        while (true)
        {
            var state = await collector.GetFromJsonAsync<JsonElement>($"imports/{id}");
            switch (state.GetProperty("state").GetString())
            {
                case "done": return state;
                case "failed": throw new InvalidOperationException($"the import failed: {state}");
                default: await Task.Delay(100); break;
            }
        }
    }

    private static async Task<double> Limit(string file)
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand("create table rows (stream text, resident bytea, wrapped bytea, id uuid, data json)", connection);
        await create.ExecuteNonQueryAsync();
        var secrets = Directory.CreateTempSubdirectory("guzhang-bench-keys");
        var keys = SecretKeys.Load(secrets.FullName);
        var index = new BlindIndex(keys);

        var clock = Stopwatch.StartNew();
        await using var copy = await connection.BeginBinaryImportAsync("copy rows from stdin (format binary)");
        var rows = MiniExcel.Query(file, useHeaderRow: false, configuration: new OpenXmlConfiguration { EnableSharedStringCache = false }).Cast<IDictionary<string, object?>>();
        foreach (var batch in rows.Chunk(500))
        {
            foreach (var row in batch.AsParallel().AsOrdered().Select(r => Sealed(r, keys, index)))
            {
                await copy.StartRowAsync();
                await copy.WriteAsync($"laborer-{row.Laborer}", NpgsqlDbType.Text);
                await copy.WriteAsync(row.Resident, NpgsqlDbType.Bytea);
                await copy.WriteAsync(row.Wrapped, NpgsqlDbType.Bytea);
                await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(row.Data, NpgsqlDbType.Json);
            }
        }

        await copy.CompleteAsync();
        secrets.Delete(recursive: true);
        return clock.Elapsed.TotalSeconds;
    }

    private static (Guid Laborer, byte[] Resident, byte[] Wrapped, Guid Id, string Data) Sealed(IDictionary<string, object?> row, SecretKeys keys, BlindIndex index)
    {
        var (laborer, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var key = PersonKey.Make(laborer);
        var plain = JsonSerializer.SerializeToUtf8Bytes(row);
        return (laborer, index.Of("resident", row["F"]?.ToString() ?? ""), key.Wrap(keys), id, JsonSerializer.Serialize(new { laborer, content = index.Of("content", row["F"]?.ToString() ?? ""), data = key.Seal(plain, id) }));
    }
}
