using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Demo;
using Guzhang.Demo.Scanning;
using Guzhang.Testing;
using MiniExcelLibs;
using Npgsql;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>People go through the whole chain, are found, shown, refused and erased; nothing of them stands in the clear anywhere but in answers.</summary>
[Collection(nameof(Chain))]
[Trait("Req", "COL-15"), Trait("Req", "SEC-03")]
public sealed class PersonalDataTests(Chain chain)
{
    private static readonly string[] Services = ["collection", "verification", "subsidy", "jobmatching", "reporting"];

    [Fact, Trait("Req", "OPS-03")]
    public async Task Given_people_on_their_way_through_every_service_then_no_table_and_no_span_or_log_line_holds_a_number_a_phone_or_a_name()
    {
        var (id, refusedId) = (SampleForm.NewResidentId(), SampleForm.NewResidentId());
        var needles = new Needles();
        foreach (var (kind, text) in new[] { ("id", id), ("id", refusedId), ("name", "欧阳小梅"), ("name", "瞿大昌"), ("phone", "13707430815"), ("phone", "13707430816"), ("address", "罗依溪社区9组") })
        {
            needles.Add(kind, text);
        }

        var laborer = await GoThrough(id, refusedId);

        foreach (var service in Services)
        {
            var findings = new Findings();
            await DatabaseScan.Run(chain.Database(service), needles, findings, new NpgsqlConnectionStringBuilder(chain.Database(service)).Database);
            findings.Found.Should().BeEmpty(service);
            (findings.Tables, findings.Rows).Should().Match<(int, long)>(f => f.Item1 > 5 && f.Item2 > 5, service);
        }

        // The receiver has the spans of the very requests, and of the statements below them.
        var sent = await Eventually.Get(() => Task.FromResult(Everything()), text => text.Contains("/reveal", StringComparison.Ordinal) && text.Contains(laborer.ToString(), StringComparison.Ordinal));
        sent.Should().Contain("POST /people/search").And.Contain("select l.laborer, k.wrapped");
        var leaked = new List<Needle>();
        needles.Find(Encoding.UTF8.GetBytes(sent), (what, _) => leaked.Add(what));
        leaked.Should().BeEmpty();
    }

    [Fact]
    public async Task Given_somebody_written_in_the_clear_into_any_database_then_the_scan_finds_them()
    {
        var needles = new Needles();
        needles.Add("name", "覃秀珍");
        needles.Add("id", "433126199003070020");
        foreach (var service in Services)
        {
            await using var database = NpgsqlDataSource.Create(chain.Database(service));
            await using var plant = database.CreateCommand("create table planted as select '覃秀珍'::text as name, json_build_object('who', json_build_array('433126199003070020')) as data, convert_to('x覃秀珍', 'UTF8') as bytes");
            await plant.ExecuteNonQueryAsync();
            try
            {
                var findings = new Findings();
                await DatabaseScan.Run(chain.Database(service), needles, findings, new NpgsqlConnectionStringBuilder(chain.Database(service)).Database);
                findings.Found.Keys.Select(f => f.Place.Split('.')[^1]).Should().BeEquivalentTo("name", "data", "bytes");
            }
            finally
            {
                await using var remove = database.CreateCommand("drop table planted");
                await remove.ExecuteNonQueryAsync();
            }
        }
    }

    [Fact, Trait("Req", "RPT-01")]
    public async Task Given_a_confirmed_person_when_erased_then_no_figure_changes_and_they_stay_in_the_lists_as_erased()
    {
        var laborer = await chain.Submit(SampleForm.OfSomebodyNew());
        await Confirm(laborer);
        using var leader = await chain.As("reporting", "leader", "leader");
        var before = await Eventually.Get(
            () => leader.GetStringAsync(new Uri("dispatch/counted/people?formYear=2020", UriKind.Relative)), text => text.Contains(laborer.ToString(), StringComparison.Ordinal));
        var figures = (await leader.GetFromJsonAsync<JsonElement>("dispatch?formYear=2020")).GetProperty("total").GetRawText();
        using var office = await chain.As("collection", "office-1", "poverty-office");

        (await office.PostAsJsonAsync($"people/{laborer}/erasure", new { reason = "consent-withdrawn" })).StatusCode.Should().Be(HttpStatusCode.NoContent);

        // Something later has gone through, so the erasure would have as well.
        var next = await chain.Submit(SampleForm.OfSomebodyNew());
        await Confirm(next);
        var after = await Eventually.Get(
            () => leader.GetStringAsync(new Uri("dispatch/counted/people?formYear=2020", UriKind.Relative)), text => text.Contains(next.ToString(), StringComparison.Ordinal));
        before.Should().Contain(laborer.ToString());
        after.Should().Contain(laborer.ToString());
        var counted = JsonElement.Parse(figures).GetProperty("counted").GetInt64();
        (await leader.GetFromJsonAsync<JsonElement>("dispatch?formYear=2020")).GetProperty("total").GetProperty("counted").GetInt64().Should().Be(counted + 1);
        var row = (await (await office.PostAsJsonAsync("people/lookup", new { laborers = new[] { laborer } })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("people")[0];
        (row.GetProperty("name").GetString(), row.GetProperty("condition").GetString()).Should().Be(("已删除", "erased"));
    }

    /// <summary>A form submitted, changed, confirmed; a row refused and given back; a search, a lookup, a look at the number.</summary>
    private async Task<Guid> GoThrough(string id, string refusedId)
    {
        using var collector = await chain.As("collection", "collector-1", "collector");
        var fields = SampleForm.Of(id, ("name", "欧阳小梅"), ("phone", "13707430815"), ("homeAddress", "古阳镇罗依溪社区9组"));
        var laborer = await chain.Submit(fields);
        fields["annualIncome"] = 26000;
        await chain.Submit(fields, laborer, 1);
        await Confirm(laborer, 2);
        await Confirm(await chain.Submit(new Dictionary<string, object>(SampleForm.OfSomebodyHome()) { ["name"] = "瞿大昌", ["phone"] = "13707430816" }));
        var import = await Refuse(collector, SampleForm.Of(refusedId, ("name", "瞿大昌"), ("phone", "13707430816"), ("education", "博士")));
        (await collector.GetAsync(new Uri($"imports/{import}/workbook", UriKind.Relative))).EnsureSuccessStatusCode();
        (await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(refusedId, ("name", "瞿大昌"), ("phone", "13707430816"), ("education", "博士")) })).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        foreach (var term in new[] { id, id[^4..], "欧阳小", "oyxm" })
        {
            (await collector.PostAsJsonAsync("people/search", new { term })).EnsureSuccessStatusCode();
        }

        (await collector.PostAsJsonAsync("people/search", new { term = "欧阳小梅13707430815" })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await collector.PostAsJsonAsync("people/lookup", new { laborers = new[] { laborer } })).EnsureSuccessStatusCode();
        (await collector.PostAsJsonAsync($"people/{laborer}/reveal", new { fields = new[] { "residentId", "phone", "name" }, reason = "电话核实务工情况" })).EnsureSuccessStatusCode();
        return laborer;
    }

    private static async Task<string> Refuse(HttpClient collector, Dictionary<string, object> fields)
    {
        using var file = new MemoryStream();
        await file.SaveAsAsync(new[] { fields.ToDictionary(f => Domain.Forms.FormFields.ByName(f.Key)!.Label, f => f.Value is string[] list ? string.Join('、', list) : f.Value) });
        using var body = new ByteArrayContent(file.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        var answer = await collector.PostAsync(new Uri("imports?formYear=2020", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        var import = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var done = await Eventually.Get(() => collector.GetFromJsonAsync<JsonElement>($"imports/{import}"), state => state.GetProperty("state").GetString() != "running");
        done.GetProperty("refused").GetInt32().Should().Be(1, done.GetRawText());
        return import;
    }

    private async Task Confirm(Guid laborer, int version = 1)
    {
        await chain.Work(laborer, version);
        (await chain.Confirm("officer-1", laborer, version)).GetProperty("outcome").GetString().Should().Be("accepted");
    }

    /// <summary>All spans and log records as they were sent; strings stand in them as they are.</summary>
    private string Everything() => string.Join('\n', chain.Telemetry.Bodies.Select(Encoding.UTF8.GetString));
}
