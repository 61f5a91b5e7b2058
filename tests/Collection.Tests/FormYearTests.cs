using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Guzhang.Domain.Forms;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>Where nobody says which form year is meant it is that of today, though the calendar has the next already.</summary>
public sealed class FormYearTests : IAsyncLifetime
{
    private readonly DirectoryInfo _county = Directory.CreateTempSubdirectory("two-years-");
    private CollectionHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var folder in new[] { "guzhang", "china" })
        {
            var copy = _county.CreateSubdirectory(folder);
            foreach (var file in Directory.GetFiles(Path.Combine(AppHost.Repository.Find().Root, "county", folder)))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }
        }

        var path = Path.Combine(_county.FullName, "guzhang", "calendar.json");
        var calendar = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var next = JsonNode.Parse(calendar["formYears"]![0]!.ToJsonString().Replace("2020", "2021", StringComparison.Ordinal).Replace("2019", "2020", StringComparison.Ordinal));
        calendar["formYears"]!.AsArray().Add(next);
        await File.WriteAllTextAsync(path, calendar.ToJsonString());
        _host = new CollectionHost { CountyFolder = Path.Combine(_county.FullName, "guzhang"), Clock = "2020-08-12T09:00:00+08:00" };
        await _host.InitializeAsync();
    }

    [Fact, Trait("Req", "COL-09"), Trait("Req", "COL-10")]
    public async Task Given_a_calendar_of_two_years_in_the_summer_of_the_first_then_import_export_and_form_are_of_the_first()
    {
        (string, object?)[] summer =
        [
            ("workMonths", "2020年3月、2020年4月、2020年5月、2020年6月、2020年7月"), ("monthsWorked", 5), ("annualIncome", 17500),
            ("householdSigned", "2020年8月9日"), ("collectorSigned", "2020年8月9日"),
        ];
        var (imported, posted) = (SampleForm.NewResidentId(), SampleForm.NewResidentId());
        using var collector = await _host.As("collector-1");

        var import = await _host.Import([ImportingTests.Row(imported, [.. summer, ("formYear", null)])], formYear: null);
        var form = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(posted, [.. summer, ("formYear", "２０２０年度")]) });
        using var officer = await _host.As("officer-1", "task-force");
        var sheet = CollectionHost.Sheet(await officer.GetByteArrayAsync(new Uri("workbook?reason=核对默认年度", UriKind.Relative)));

        ImportingTests.Counts(import).Should().Be((1, 1, 0, 0, 0));
        form.StatusCode.Should().Be(HttpStatusCode.Created, await form.Content.ReadAsStringAsync());
        sheet.Select(r => r[FormFields.ByName("residentId")!.Label]).Should().BeEquivalentTo([imported, posted]);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _county.Delete(recursive: true);
    }
}
