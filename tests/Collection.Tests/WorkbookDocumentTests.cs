using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Domain.Forms;
using Guzhang.Testing;
using MiniExcelLibs;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>docs/workbook.md, line by line, through the service's interface.</summary>
[Trait("Req", "COL-09")]
public sealed class WorkbookDocumentTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private const string Blank = "（空）";
    private static readonly string[] Document = File.ReadAllLines(Path.Combine(AppHost.Repository.Find().Root, "docs", "workbook.md"));

    /// <summary>What is done to a good number.</summary>
    private static readonly Dictionary<string, Func<string, object>> Numbers = new()
    {
        ["〔原号〕"] = id => id,
        ["〔全角〕"] = id => string.Concat(id.Select(c => (char)(c + 0xFEE0))),
        ["〔末位小写〕"] = id => id.ToLowerInvariant(),
        ["〔中间有空格〕"] = id => $"{id[..6]} {id[6..14]}　{id[14..]}",
        ["〔末位错〕"] = id => id[..17] + "1",
        ["〔少一位〕"] = id => id[..17],
        ["〔存成数字〕"] = id => double.Parse(id[..17] + "0", CultureInfo.InvariantCulture),
    };

    [Fact, Trait("Req", "COL-10")]
    public async Task Given_what_is_mended_silently_then_each_line_is_read_as_the_document_says_and_nothing_is_said()
    {
        var lines = Table("Mended silently");
        var people = lines.Select(line => (Line: line, Id: SampleForm.NewResidentId())).ToList();

        var import = await host.Import(people.Select(p => Row(p.Id, p.Line[0], p.Line[1])));
        using var officer = await host.As("officer-1", "task-force");
        var sheet = CollectionHost.Sheet(await officer.GetByteArrayAsync(new Uri("workbook?reason=逐行核对文档", UriKind.Relative)));

        lines.Should().HaveCountGreaterThan(30);
        (await Findings(import)).Should().BeEmpty();
        ImportingTests.Counts(import).Should().Be((lines.Count, lines.Count, 0, 0, 0));
        foreach (var (line, id) in people)
        {
            sheet.Single(r => r["身份证号码"] == id)[line[0]].Should().Be(Numbers.TryGetValue(line[2], out var number) ? (string)number(id) : line[2], "{0} 写成 {1}", line[0], line[1]);
        }
    }

    [Fact]
    public async Task Given_what_is_refused_then_each_line_comes_back_with_the_rule_at_its_column()
    {
        var lines = Table("Refused");

        var import = await host.Import(lines.Select(line => Row(SampleForm.NewResidentId(), line[0], line[1])));

        lines.Should().HaveCountGreaterThan(30);
        ImportingTests.Counts(import).Should().Be((lines.Count, 0, 0, 0, lines.Count));
        var findings = await Findings(import);
        for (var i = 0; i < lines.Count; i++)
        {
            findings[i].Should().Contain($"{lines[i][2]} {FormFields.ByHeader(lines[i][0])!.Name}", "{0} 写成 {1}", lines[i][0], lines[i][1]);
        }
    }

    [Fact]
    public async Task Given_files_of_every_kind_then_each_is_answered_as_the_document_says()
    {
        var files = Files();
        var lines = Table("Files");

        lines.Select(l => l[0]).Should().Equal(files.Keys);
        foreach (var line in lines)
        {
            var answer = await host.ImportFile(await files[line[0]](), type: line[0].StartsWith("CSV", StringComparison.Ordinal) ? "text/csv" : CollectionHost.Xlsx);
            if (line[1].StartsWith("taken", StringComparison.Ordinal))
            {
                ImportingTests.Counts(answer).Should().Be((2, 2, 0, 0, 0), line[0]);
            }
            else
            {
                // What is wrong further down is found while reading: the import ends as failed.
                var said = answer.TryGetProperty("detail", out var detail) ? detail.GetString() : answer.GetProperty("reason").GetString();
                said.Should().Contain(line[1]["refused: ".Length..], line[0]);
            }
        }
    }

    [Fact]
    public void Given_the_columns_then_they_are_those_of_the_document_with_their_spellings() =>
        Table("Columns").Select(l => $"{l[0]} | {l[1]}").Should().Equal(
            FormFields.All.Append(FormFields.SocialInsurance).Select(f => $"{f.Label} | {string.Join("、", f.OtherLabels)}"));

    private static Dictionary<string, Func<Task<byte[]>>> Files()
    {
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        return new()
        {
            ["Excel workbook (.xlsx)"] = () => Workbook(Two()),
            ["CSV in UTF-8"] = () => Task.FromResult(Csv(Two(), new UTF8Encoding(false))),
            ["CSV in UTF-8 with a byte order mark"] = () => Task.FromResult(Csv(Two(), new UTF8Encoding(true))),
            ["CSV in GB18030"] = () => Task.FromResult(Csv(Two(("name", "向𬭎")), gb18030)),
            ["CSV with quotes, commas and line ends in cells, and blank lines"] = () => Task.FromResult(Csv(
                Two(("homeAddress", "古阳镇,\"老街\"\r\n3组"), ("residentId", '\'' + SampleForm.NewResidentId())), new UTF8Encoding(false), blankLines: true)),
            ["workbook with a title and remarks above the labels"] = () => Workbook([Titled("外出务工贫困劳动力信息采集表"), Titled("填表日期：2020年10月"), .. Plain(Two())], header: false),
            ["workbook with other columns beside"] = () => Workbook([.. Two().Select(r => new Dictionary<string, object>(r) { ["序号"] = 1, ["备注"] = "无" })]),
            ["old workbook (.xls)"] = () => Task.FromResult<byte[]>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]]),
            ["CSV in UTF-16"] = () => Task.FromResult(Csv(Two(), Encoding.Unicode)),
            ["CSV with an unclosed quote"] = () => Task.FromResult(Csv(Two(("name", "向秀英")), new UTF8Encoding(false), end: "\"" + new string('长', 200_000))),
            ["picture"] = () => Task.FromResult<byte[]>([0x89, .. "PNG"u8, 0, 0, 0xFF, 0xFE]),
            ["workbook cut off"] = async () => (await Workbook(Two()))[..1500],
            ["workbook that unpacks to a thousand times its size"] = Bomb,
            ["nothing at all"] = () => Task.FromResult<byte[]>([]),
            ["labels missing"] = () => Workbook([new() { ["姓名"] = "向秀英" }]),
            ["a label twice"] = () => Workbook([new(Two()[0]) { ["身份证号"] = "1" }]),
        };
    }

    private static List<Dictionary<string, object>> Two(params (string, object?)[] changes) =>
        [ImportingTests.Row(SampleForm.NewResidentId(), changes), ImportingTests.Row(SampleForm.NewResidentId(), [.. changes.Where(c => c.Item1 != "residentId")])];

    private static Dictionary<string, object> Titled(string title) => new() { ["0"] = title };

    /// <summary>The labels as a row among rows.</summary>
    private static IEnumerable<Dictionary<string, object>> Plain(List<Dictionary<string, object>> rows) =>
        rows.Select(r => r.Values.ToArray()).Prepend([.. rows[0].Keys])
            .Select(cells => cells.Select((c, i) => (c, i)).ToDictionary(x => x.i.ToString(CultureInfo.InvariantCulture), x => x.c));

    private static async Task<byte[]> Workbook(List<Dictionary<string, object>> rows, bool header = true)
    {
        using var file = new MemoryStream();
        var columns = rows.MaxBy(r => r.Count)!.Keys;
        await file.SaveAsAsync(rows.Select(r => columns.ToDictionary(c => c, c => r.GetValueOrDefault(c))), printHeader: header);
        return file.ToArray();
    }

    /// <summary>A good workbook with shared strings that nobody wrote.</summary>
    private static async Task<byte[]> Bomb()
    {
        using var file = new MemoryStream();
        await file.WriteAsync(await Workbook(Two()));
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry("xl/sharedStrings.xml")?.Delete();
            await using var strings = await archive.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).OpenAsync();
            await strings.WriteAsync("<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>"u8.ToArray());
            var much = new byte[1_000_000];
            much.AsSpan().Fill((byte)'a');
            for (var i = 0; i < 60; i++)
            {
                await strings.WriteAsync(much);
            }

            await strings.WriteAsync("</t></si></sst>"u8.ToArray());
        }

        return file.ToArray();
    }

    private static byte[] Csv(List<Dictionary<string, object>> rows, Encoding encoding, bool blankLines = false, string end = "")
    {
        string Line(IEnumerable<object> cells) => string.Join(',', cells.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture)!)
            .Select(c => c.AsSpan().ContainsAny(",\"\r\n") ? $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : c));
        var lines = rows.Select(r => Line(r.Values)).Prepend(Line(rows[0].Keys));
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(string.Join(blankLines ? "\r\n\r\n" : "\r\n", lines) + "\r\n" + end)];
    }

    private static Dictionary<string, object> Row(string id, string column, string written)
    {
        var row = ImportingTests.Row(id);
        row[column] = written == Blank ? "" : Numbers.TryGetValue(written, out var number) ? number(id) : written;
        return row;
    }

    /// <summary>Rule and field of every finding, row by row of the sheet.</summary>
    private async Task<List<List<string>>> Findings(JsonElement import)
    {
        using var collector = await host.As("collector-1");
        return [.. (await collector.GetFromJsonAsync<JsonElement>($"imports/{import.GetProperty("id").GetString()}/findings")).EnumerateArray()
            .Select(r => r.GetProperty("findings").EnumerateArray().Select(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("field").GetString()}").ToList())];
    }

    /// <summary>The lines of a table under a heading, without its own heading.</summary>
    private static List<string[]> Table(string heading) =>
        [.. Document.SkipWhile(l => l != $"## {heading}").SkipWhile(l => !l.StartsWith('|')).TakeWhile(l => l.StartsWith('|')).Skip(2)
            .Select(l => l.Trim('|').Split('|').Select(c => c.Trim(' ')).ToArray())];
}
