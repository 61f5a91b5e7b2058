using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Contracts.OtherSystems;
using Guzhang.Demo;
using Guzhang.Demo.Generation;
using Guzhang.Demo.Workbooks;
using Guzhang.Testing;
using NJsonSchema;
using RabbitMQ.Client;
using Xunit;

namespace Guzhang.EndToEnd.Tests;

/// <summary>
/// EVT-04: what leaves for other systems, looked through message by message after people of the demo county were imported,
/// refused, confirmed and returned.
/// </summary>
[Collection(nameof(Chain))]
public sealed partial class NothingPersonalTests(Chain chain)
{
    private const string All = "everything-that-leaves";

    /// <summary>Columns that say who somebody is or what somebody wrote.</summary>
    private static readonly string[] Personal = [L.Name, L.Id, L.Phone, L.Address, L.Employer, L.KeepReason];

    [Fact, Trait("Req", "EVT-02"), Trait("Req", "EVT-04")]
    public async Task Given_people_of_the_demo_county_when_their_forms_run_through_every_service_then_no_message_holds_anything_personal_and_each_is_valid_by_its_schema()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(chain.Broker.Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(All, durable: true, exclusive: false, autoDelete: false);
        foreach (var exchange in EventTypes.All.Keys.Select(EventTypes.SourceOf).Distinct().Select(EventRouting.Exchange))
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
            await channel.QueueBindAsync(All, exchange, "#");
        }

        var people = new County(County.DefaultSeed, County.DefaultSize).Make().Where((_, n) => n % 40 == 0).ToList();
        var imported = await Import(people);
        await Decide(imported.Added);
        var messages = await Eventually.Get(() => Collect(channel), seen => Count(seen, EventTypes.FormConfirmed) + Count(seen, EventTypes.FormReturned) + Count(seen, EventTypes.ConfirmationRefused) >= imported.Added);

        Count(messages, EventTypes.FormSubmitted).Should().Be(imported.Added);
        Count(messages, EventTypes.RowRefused).Should().BeGreaterThan(0);
        Count(messages, EventTypes.FormConfirmed).Should().BeGreaterThan(0);
        Count(messages, EventTypes.FormReturned).Should().BeGreaterThan(0);
        var words = people.SelectMany(p => Personal.Select(label => p.Cells[label])).Where(text => text.Length >= 2).ToHashSet();
        words.Should().HaveCountGreaterThan(people.Count * 3);
        foreach (var (_, text) in messages)
        {
            words.Where(word => text.Contains(word, StringComparison.Ordinal)).Should().BeEmpty(text);
            IdNumber().IsMatch(text).Should().BeFalse(text);
            Phone().IsMatch(text).Should().BeFalse(text);
            Han().IsMatch(text).Should().BeFalse($"facts are codes, and what is written is somebody's words: {text}");
        }

        var schemas = new Dictionary<string, JsonSchema>();
        foreach (var (type, text) in messages)
        {
            schemas[type] = schemas.GetValueOrDefault(type) ?? await JsonSchema.FromJsonAsync(EventContracts.Schema(type)!);
            schemas[type].Validate(text[text.IndexOf('{', StringComparison.Ordinal)..]).Select(e => e.ToString()).Should().BeEmpty(text);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{messages.Count} messages: {string.Join(", ", messages.GroupBy(m => m.Type).Select(g => $"{g.Count()} {g.Key}"))}");
    }

    [Fact]
    public void Given_a_message_with_an_id_number_or_a_phone_when_it_is_looked_through_then_it_is_found_and_ids_and_codes_are_not_taken_for_one()
    {
        IdNumber().IsMatch("""{"a":"43312619780309123X"}""").Should().BeTrue();
        Phone().IsMatch("""{"a":"13874390001"}""").Should().BeTrue();
        Han().IsMatch("""{"a":"向秀英"}""").Should().BeTrue();
        foreach (var pattern in new[] { IdNumber(), Phone(), Han() })
        {
            pattern.IsMatch("""{"laborer":"0199c0de-1374-7390-8138-743900011387","village":"433126101005","traceparent":"00-13874390001138743900011387439000-1387439000113874-01"}""").Should().BeFalse(pattern.ToString());
        }
    }

    private async Task<(int Added, int Refused)> Import(IReadOnlyList<MadeRow> people)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("guzhang-people-").FullName, "people.xlsx");
        FirstWorkbook.Write(file, people);
        using var collector = await chain.As("collection", "collector-1", "collector");
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        using var answer = await collector.PostAsync(new Uri("imports?formYear=2020", UriKind.Relative), content);
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var done = await Eventually.Get(
            () => collector.GetFromJsonAsync<JsonElement>($"imports/{id}"), state => state.GetProperty("state").GetString() != "running", TimeSpan.FromMinutes(1));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return (done.GetProperty("added").GetInt32(), done.GetProperty("refused").GetInt32());
    }

    /// <summary>The task force confirms those that wait, and returns every fifth.</summary>
    private async Task Decide(int waiting)
    {
        using var officer = await chain.As("verification", "officer-1", "task-force");
        var page = await Eventually.Get(
            () => officer.GetFromJsonAsync<JsonElement>("work?state=waiting&limit=1000"), work => work.GetProperty("total").GetInt32() >= waiting, TimeSpan.FromMinutes(1));
        var items = page.GetProperty("items").EnumerateArray().Select(w => new { laborer = w.GetProperty("laborer").GetGuid(), formVersion = w.GetProperty("formVersion").GetInt32() }).ToList();
        (await officer.PostAsJsonAsync("confirmations", new { items = items.Where((_, n) => n % 5 > 0) })).EnsureSuccessStatusCode();
        (await officer.PostAsJsonAsync("returns", new { items = items.Where((_, n) => n % 5 == 0), reasons = new[] { "income-unproven" } })).EnsureSuccessStatusCode();
    }

    private readonly List<(string Type, string Text)> collected = [];

    private async Task<List<(string Type, string Text)>> Collect(IChannel channel)
    {
        while (await channel.BasicGetAsync(All, autoAck: true) is { } got)
        {
            var headers = got.BasicProperties.Headers!.Select(h => $"{h.Key}={(h.Value is byte[] text ? Encoding.UTF8.GetString(text) : h.Value)}");
            collected.Add((got.BasicProperties.Type!, $"{got.RoutingKey}\n{string.Join('\n', headers)}\n{Encoding.UTF8.GetString(got.Body.Span)}"));
        }

        return collected;
    }

    private static int Count(List<(string Type, string Text)> messages, string type) => messages.Count(m => m.Type == type);

    [GeneratedRegex(@"(?<![0-9a-f-])\d{17}[\dXx](?![0-9a-f-])")]
    private static partial Regex IdNumber();

    [GeneratedRegex(@"(?<![0-9a-f-])1[3-9]\d{9}(?![0-9a-f-])")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
