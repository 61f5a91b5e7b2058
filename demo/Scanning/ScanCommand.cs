using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Guzhang.Demo.Generation;
using Npgsql;

namespace Guzhang.Demo.Scanning;

/// <summary>
/// <c>scan --local DIR</c>: looks for the demo county's people in everything that an installation keeps: every table of every
/// database, and every file under its folder, among them the databases' files and write-ahead logs, the broker's messages, logs and
/// state. Before that it plants somebody in a table and a file, and has to find them. 0: nobody; 1: somebody; 2: it could not look.
/// </summary>
public static class ScanCommand
{
    private static readonly string[] Columns = [L.Id, L.Name, L.Phone, L.CollectorPhone];

    private static readonly string[] PlaceColumns = [L.RegCounty, L.RegTown, L.RegVillage, L.WorkPrefecture, L.WorkCounty, L.WorkTown];

    public static async Task<int> Run(Options options)
    {
        var folder = Path.GetFullPath(options.Required("local"));
        var server = Server(Path.Combine(folder, "secrets", "connections.txt"));
        var (needles, left) = Of(Commands.County(options));
        if (!await FindsWhatIsPlanted(folder, server))
        {
            Console.Error.WriteLine("埋入的标记没有全部找到：扫描不可信");
            return 2;
        }

        Console.WriteLine($"寻找 {needles.Count} 个身份证号码、姓名、电话（另有 {left} 个姓名与地名相同，不找）；埋入的标记均已找到");
        var (tables, files) = (new Findings(), new Findings());
        await DatabaseScan.Run(server, needles, tables);
        await FileScan.Run(folder, needles, files, IsLoadersWorkbook);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"数据库：{tables.Tables} 张表，{tables.Rows} 行，{tables.Bytes / 1e6:0.0} MB"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"文件：{files.Files} 个，{files.Bytes / 1e6:0.0} MB（{folder}；不含演示县自己的工作簿 demo/*.xlsx）"));
        foreach (var ((place, what), count) in tables.Found.Concat(files.Found).OrderBy(f => f.Key.Place, StringComparer.Ordinal))
        {
            Console.WriteLine($"  发现 {what.Kind}（{what.Encoding}）{count} 处：{place}");
        }

        var found = tables.Found.Count + files.Found.Count;
        Console.WriteLine(found == 0 ? "没有发现明文的个人信息" : "发现明文的个人信息");
        return found == 0 ? 0 : 1;
    }

    /// <summary>The people's texts; names that are also part of a place's name say nothing, and their number is answered beside.</summary>
    public static (Needles Needles, int LeftOut) Of(IReadOnlyList<MadeRow> rows)
    {
        var places = string.Join('\n', Divisions.Villages.SelectMany(v => (string[])[v.Name, v.TownName]).Concat(rows.SelectMany(row => PlaceColumns.Select(column => row.Cells[column]))).Distinct());
        var (needles, left) = (new Needles(), new HashSet<string>());
        foreach (var (column, text) in rows.SelectMany(row => Columns.Select(column => (column, row.Cells[column].Trim()))))
        {
            if (column == L.Name && places.Contains(text, StringComparison.Ordinal))
            {
                left.Add(text);
            }
            else if (column == L.Name ? text.All(c => c > 127) : text.Count(char.IsAsciiDigit) >= 10)
            {
                needles.Add(column, text);
            }
        }

        left.Remove("");
        return (needles, left.Count);
    }

    /// <summary>The file that the demo's collector uploads lies beside the installation's own data.</summary>
    private static bool IsLoadersWorkbook(string name) => Path.GetDirectoryName(name) == "demo" && name.EndsWith(".xlsx", StringComparison.Ordinal);

    private static async Task<bool> FindsWhatIsPlanted(string folder, string server)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"9{RandomNumberGenerator.GetInt32(100_000_000, 1_000_000_000)}{RandomNumberGenerator.GetInt32(10_000_000, 100_000_000)}");
        var planted = new Needles();
        planted.Add("planted", number);
        var file = Path.Combine(folder, "logs", "planted.log");
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        try
        {
            await File.WriteAllTextAsync(file, $"{new string('.', 2_000_000)} {number} {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x{number}"))}");
            await using var plant = new NpgsqlCommand("create table planted as select $1::text as word, convert_to($1, 'UTF8') as bytes, json_build_object('deep', json_build_array($1)) as data", connection);
            plant.Parameters.Add(new() { Value = number });
            await plant.ExecuteNonQueryAsync();
            var (tables, files) = (new Findings(), new Findings());
            await DatabaseScan.Run(server, planted, tables, connection.Database);
            await FileScan.Run(Path.GetDirectoryName(file)!, planted, files);
            return tables.Found.Count == 3 && files.Found.Count == 2;
        }
        finally
        {
            File.Delete(file);
            await using var remove = new NpgsqlCommand("drop table if exists planted", connection);
            await remove.ExecuteNonQueryAsync();
        }
    }

    private static string Server(string connections)
    {
        const string Superuser = "postgres superuser: ";
        return File.Exists(connections) && File.ReadLines(connections).FirstOrDefault(l => l.StartsWith(Superuser, StringComparison.Ordinal)) is { } line
            ? line[Superuser.Length..]
            : throw new DemoException($"没有 {connections}：请先用 ./run --demo 启动平台");
    }
}
