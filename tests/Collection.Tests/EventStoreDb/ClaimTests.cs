using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.ServiceDefaults;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests.EventStoreDb;

/// <summary>Collection with its journal in EventStoreDB.</summary>
public sealed class EventStoreDbHost : IAsyncLifetime
{
    private CollectionHost? _host;

    public string? Missing { get; private set; }

    public CollectionHost Host => _host!;

    public async ValueTask InitializeAsync()
    {
        if (await EventStoreDbServer.ConnectionAsync() is not { } connection)
        {
            Missing = EventStoreDbServer.Missing;
            return;
        }

        _host = new CollectionHost { Settings = [$"--ConnectionStrings:EventStoreDb={connection}", $"--Journal:Name={EventStoreDbServer.NewName()}"] };
        await _host.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>One person one record where no transaction spans journal and register: claims, and what a stop between the steps leaves.</summary>
[Trait("Req", "COL-16")]
public sealed class ClaimTests : IClassFixture<EventStoreDbHost>
{
    private const string Stops = """
        create function collection.stop() returns trigger language plpgsql as $$ begin raise 'stopped here'; end $$;
        create trigger stop before insert or update on collection.laborers for each row execute function collection.stop()
        """;

    private const string GoesOn = "drop function collection.stop cascade";

    private readonly CollectionHost host;

    public ClaimTests(EventStoreDbHost fixture)
    {
        Assert.SkipWhen(fixture.Missing is not null, fixture.Missing ?? "");
        host = fixture.Host;
    }

    [Fact, Trait("Req", "COL-04")]
    public async Task Given_two_collectors_who_submit_the_same_person_at_once_one_wins_and_the_other_gets_the_record()
    {
        using var one = await host.As("collector-1");
        using var two = await host.As("collector-2");
        for (var round = 0; round < 10; round++)
        {
            var fields = SampleForm.OfSomebodyNew();
            var other = new Dictionary<string, object>(fields) { ["annualIncome"] = 30000 };

            var answers = await Task.WhenAll(one.PostAsJsonAsync("forms", new { fields }), two.PostAsJsonAsync("forms", new { fields = other }));

            answers.Select(a => a.StatusCode).Should().BeEquivalentTo([HttpStatusCode.Created, HttpStatusCode.Conflict]);
            var laborer = await Laborer(answers.Single(a => a.StatusCode == HttpStatusCode.Created));
            (await Laborer(answers.Single(a => a.StatusCode == HttpStatusCode.Conflict))).Should().Be(laborer);
            (await Published(laborer)).Should().ContainSingle();
        }
    }

    [Fact]
    public async Task Given_a_stop_between_claim_and_register_when_the_person_is_submitted_again_they_are_on_record_with_the_first_form_once()
    {
        using var collector = await host.As("collector-1");
        var fields = SampleForm.OfSomebodyNew();
        var before = await Forms();
        await host.Execute(Stops);
        (await collector.PostAsJsonAsync("forms", new { fields })).IsSuccessStatusCode.Should().BeFalse();
        await host.Execute(GoesOn);

        using var again = await collector.PostAsJsonAsync("forms", new { fields });
        using var next = await collector.PostAsJsonAsync($"laborers/{await Laborer(again)}/forms", new { fields = new Dictionary<string, object>(fields) { ["annualIncome"] = 30000 }, follows = 1 });

        again.StatusCode.Should().Be(HttpStatusCode.Conflict, await again.Content.ReadAsStringAsync());
        next.StatusCode.Should().Be(HttpStatusCode.Created, await next.Content.ReadAsStringAsync());
        (await Forms()).Should().Be(before + 2);
        (await Published(await Laborer(again))).Select(e => e.Seq).Should().Equal(1, 2);
        (await host.Scalar<long>("select count(*) from collection.waiting_forms")).Should().Be(0);
    }

    [Fact]
    public async Task Given_a_stop_between_claim_and_register_when_nobody_comes_the_service_completes_it()
    {
        using var collector = await host.As("collector-1");
        await host.Execute(Stops);
        (await collector.PostAsJsonAsync("forms", new { fields = SampleForm.OfSomebodyNew() })).IsSuccessStatusCode.Should().BeFalse();
        await host.Execute(GoesOn);
        var laborer = await host.Scalar<Guid>("update collection.waiting_forms set made_at = made_at - interval '1 hour' returning laborer");

        await host.Restart();

        (await Eventually.Get(() => host.Scalar<long>($"select count(*) from collection.laborers where laborer = '{laborer}'"), n => n == 1)).Should().Be(1);
        (await Published(laborer)).Should().ContainSingle();
    }

    [Fact]
    public async Task Given_a_stop_between_a_next_form_and_its_row_when_it_is_sent_again_it_finds_itself_stored()
    {
        using var collector = await host.As("collector-1");
        var fields = SampleForm.OfSomebodyNew();
        var laborer = await Laborer(await collector.PostAsJsonAsync("forms", new { fields }));
        var next = new { fields = new Dictionary<string, object>(fields) { ["annualIncome"] = 30000, ["name"] = "向秀兰" }, follows = 1 };
        var row = $"from collection.laborers where laborer = '{laborer}'";
        await host.Execute($"create table collection.before as select * {row}");
        (await collector.PostAsJsonAsync($"laborers/{laborer}/forms", next)).StatusCode.Should().Be(HttpStatusCode.Created);
        await host.Execute("update collection.laborers l set (form_version, stream_version, content) = (b.form_version, b.stream_version, b.content) from collection.before b where l.laborer = b.laborer; drop table collection.before");

        using var again = await collector.PostAsJsonAsync($"laborers/{laborer}/forms", next);

        again.StatusCode.Should().Be(HttpStatusCode.OK, await again.Content.ReadAsStringAsync());
        (await Published(laborer)).Select(e => e.Seq).Should().Equal(1, 2);
        (await host.Scalar<int>($"select form_version {row}")).Should().Be(2);
    }

    [Fact, Trait("Req", "COL-09")]
    public async Task Given_a_row_behind_its_stream_when_an_import_changes_the_person_it_is_brought_up_and_followed()
    {
        var id = SampleForm.NewResidentId();
        await host.Import([ImportingTests.Row(id)]);
        await host.Execute("create table collection.before as select * from collection.laborers");
        await host.Import([ImportingTests.Row(id, ("annualIncome", 30000))]);
        var laborer = await host.Scalar<Guid>(
            """
            update collection.laborers l set (form_version, stream_version, content) = (b.form_version, b.stream_version, b.content)
            from collection.before b where l.laborer = b.laborer and l.form_version > b.form_version returning l.laborer
            """);
        await host.Execute("drop table collection.before");

        var third = await host.Import([ImportingTests.Row(id, ("annualIncome", 31000))]);

        (third.GetProperty("state").GetString(), third.GetProperty("changed").GetInt32()).Should().Be(("done", 1), third.ToString());
        (await Published(laborer)).Select(e => e.Seq).Should().Equal(1, 2, 3);
    }

    [Fact, Trait("Req", "COL-15")]
    public async Task Given_somebody_erased_when_their_number_comes_again_it_is_somebody_new()
    {
        using var collector = await host.As("collector-1");
        using var office = await host.As("office-1", "poverty-office");
        var fields = SampleForm.OfSomebodyNew();
        var laborer = await Laborer(await collector.PostAsJsonAsync("forms", new { fields }));
        (await office.PostAsJsonAsync($"people/{laborer}/erasure", new { reason = "consent-withdrawn" })).StatusCode.Should().Be(HttpStatusCode.NoContent);

        using var again = await collector.PostAsJsonAsync("forms", new { fields });

        again.StatusCode.Should().Be(HttpStatusCode.Created, await again.Content.ReadAsStringAsync());
        (await Laborer(again)).Should().NotBe(laborer);
    }

    [Fact, Trait("Req", "COL-09")]
    public async Task Given_a_workbook_imported_twice_the_second_changes_nothing_and_says_nothing_again()
    {
        var good = Enumerable.Range(0, 30).Select(_ => ImportingTests.Row()).ToList();
        var bad = ImportingTests.Row(("phone", "没有"));

        var first = await host.Import([.. good, bad]);
        var events = (await host.Journal()).Count;
        var second = await host.Import([.. good, bad]);

        (first.GetProperty("added").GetInt32(), first.GetProperty("refused").GetInt32()).Should().Be((30, 1), first.ToString());
        (second.GetProperty("added").GetInt32(), second.GetProperty("unchanged").GetInt32()).Should().Be((0, 30), second.ToString());
        (await host.Journal()).Should().HaveCount(events);
    }

    [Fact]
    public async Task Given_a_journal_kept_there_a_start_without_the_setting_is_refused_and_says_where_it_is()
    {
        var start = () => CollectionService.Create([
            $"--ConnectionStrings:Database={host.Database}", "--ConnectionStrings:Broker=amqp://127.0.0.1:1", "--Services:verification=http://127.0.0.1:9",
            $"--Secrets:Directory={host.Secrets}", TestTokens.CountySetting, "--Identity:Authority=http://127.0.0.1:9", "--Identity:ClientId=collection",
            "--Identity:ClientSecret=x"]);

        (await start.Should().ThrowAsync<SettingException>()).WithMessage("*kept in eventstoredb*");
    }

    private async Task<int> Forms() => (await host.Journal()).Count(e => e.Type == EventTypes.FormSubmitted);

    private async Task<List<PublishedEvent>> Published(Guid laborer) => [.. (await host.Journal()).Where(e => e.Aggregate == $"laborer-{laborer}")];

    private static async Task<Guid> Laborer(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("laborer").GetGuid();
}
