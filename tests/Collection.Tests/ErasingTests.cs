using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Contracts;
using Guzhang.ServiceDefaults;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>A person's key erased: nothing personal can be had any more by any way, and what is counted stays (COL-15).</summary>
[Trait("Req", "COL-15")]
public sealed class ErasingTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private const string Everywhere = "select (select count(*) from collection.person_keys where laborer = '{0}') + (select count(*) from collection.look_alikes where laborer = '{0}') + (select count(*) from collection.search_keys where laborer = '{0}')";

    [Fact]
    public async Task Given_somebody_on_record_when_erased_then_no_way_leads_to_their_data_and_the_published_facts_stay()
    {
        var (laborer, id) = await Submit(host, "麻金芝");
        var before = await host.JournalText();

        (await Erase(host, laborer)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        using var clerk = await host.As("clerk-41", "town-clerk");
        foreach (var term in new[] { id, id[^4..], "麻金芝", "mjz" })
        {
            (await Search(clerk, term)).Should().NotContain(laborer);
        }

        var row = (await (await clerk.PostAsJsonAsync("people/lookup", new { laborers = new[] { laborer } })).Content.ReadFromJsonAsync<PeopleAnswer>())!.People.Single();
        row.Should().BeEquivalentTo(new { Name = "已删除", ResidentId = (string?)null, Phone = (string?)null, Town = "433126101", State = "awaiting", Condition = "erased" });
        (await clerk.PostAsJsonAsync($"people/{laborer}/reveal", new { fields = new[] { "phone" }, reason = "电话核实务工情况" })).StatusCode.Should().Be(HttpStatusCode.Gone);
        (await clerk.PostAsJsonAsync($"laborers/{laborer}/forms", new { fields = SampleForm.Of(id), follows = 1 })).StatusCode.Should().Be(HttpStatusCode.Gone);
        CollectionHost.Sheet(await (await clerk.GetAsync(new Uri("workbook?reason=核对台账用", UriKind.Relative))).Content.ReadAsByteArrayAsync())
            .Should().NotContain(r => r["身份证号码"] == id);
        (await host.Scalar<long>(Everywhere.Replace("{0}", laborer.ToString(), StringComparison.Ordinal))).Should().Be(0);
        (await host.Scalar<bool>($"select resident is null and content = '' and village is not null from collection.laborers where laborer = '{laborer}'")).Should().BeTrue();
        (await host.JournalText()).Should().Be(before, "others see the same events, which hold nothing personal");
        (await host.Scalar<string>($"select type || ' ' || (data ->> 'officer') || ' ' || (data ->> 'reason') from journal.events where stream = 'laborer-{laborer}' and version = 2"))
            .Should().Be("laborer-erased office-1 consent-withdrawn");
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_an_erasure_then_who_whom_and_why_is_on_the_audit_log_and_a_second_one_or_one_of_nobody_is_not()
    {
        var (laborer, _) = await Submit(host, "麻金兰");

        await Erase(host, laborer, by: "office-2");
        (await Erase(host, laborer, by: "office-2")).StatusCode.Should().Be(HttpStatusCode.Gone);
        (await Erase(host, Guid.NewGuid(), by: "office-2")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Erase(host, laborer, "just-so", "office-2")).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        using var auditor = await host.As("auditor-1", "auditor");
        var row = (await auditor.GetFromJsonAsync<JsonElement>("audit?action=personal-data.erased&actor=office-2")).GetProperty("items").EnumerateArray().Should().ContainSingle().Subject;
        (row.GetProperty("subject").GetString(), row.GetProperty("details").GetProperty("reason").GetString()).Should().Be((laborer.ToString(), "consent-withdrawn"));
    }

    [Fact]
    public async Task Given_an_erased_person_when_the_same_number_comes_again_then_it_is_a_new_person_and_the_old_record_stays_as_it_is()
    {
        var (laborer, id) = await Submit(host, "石明忠");
        await Erase(host, laborer);

        var (again, _) = await Submit(host, "石明忠", id);

        again.Should().NotBe(laborer);
        using var clerk = await host.As("clerk-1", "town-clerk");
        (await Search(clerk, id)).Should().Equal(again);
        (await host.Journal()).Where(e => e.Aggregate == $"laborer-{laborer}").Should().ContainSingle();
    }

    [Fact]
    public async Task Given_refused_rows_of_the_person_then_the_answer_workbook_that_holds_them_is_erased_too_and_others_stay()
    {
        var (laborer, id) = await Submit(host, "龙世云");
        var about = await Refused(ImportingTests.Row(id, ("name", "龙世云"), ("phone", "")));
        var byName = await Refused(ImportingTests.Row("433126199003070020", ("name", "龙世云")));
        var other = await Refused(ImportingTests.Row(("name", "龙世海"), ("phone", "")));

        await Erase(host, laborer);

        (await AnswerOf(about)).Should().Be(HttpStatusCode.Gone);
        (await AnswerOf(byName)).Should().Be(HttpStatusCode.Gone);
        (await AnswerOf(other)).Should().Be(HttpStatusCode.OK);
        (await host.Scalar<long>($"select count(*) from collection.import_findings where import in ('{about}', '{byName}') and cells is not null")).Should().Be(0);
    }

    [Fact]
    public async Task Given_a_decision_on_an_erased_persons_form_then_it_is_answered_as_ever()
    {
        var (laborer, _) = await Submit(host, "瞿秀香");
        await Erase(host, laborer);

        (await host.Scalar<long>($"select stream_version from collection.laborers where laborer = '{laborer}'")).Should().Be(2);
        Laborers.Laborer.Fold(await Events(laborer)).Should().BeEquivalentTo(new { StreamVersion = 2L, State = Laborers.FormState.Awaiting }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task Given_an_older_backup_put_back_then_whom_the_ledger_names_is_erased_again_at_the_start_and_nobody_else()
    {
        await using var restored = new CollectionHost();
        await restored.InitializeAsync();
        var (laborer, id) = await Submit(restored, "张秋菊");
        var (other, otherId) = await Submit(restored, "张秋月");
        await restored.Backup();
        await Erase(restored, laborer);

        await restored.Restore();

        using var clerk = await restored.As("clerk-1", "town-clerk");
        (await Search(clerk, id)).Should().BeEmpty();
        (await Search(clerk, "张秋")).Should().Equal(other);
        (await Search(clerk, otherId)).Should().Equal(other);
        (await restored.Scalar<long>(Everywhere.Replace("{0}", laborer.ToString(), StringComparison.Ordinal))).Should().Be(0);
        (await restored.Scalar<string>($"select officer || ' ' || reason from collection.erasures where laborer = '{laborer}'")).Should().Be("collection consent-withdrawn");
        (await restored.Scalar<long>($"select count(*) from journal.events where type = 'laborer-erased' and stream = 'laborer-{laborer}'")).Should().Be(1);
        await restored.Restart();
        (await restored.Scalar<long>("select count(*) from journal.events where type = 'laborer-erased'")).Should().Be(1, "once is enough");
    }

    [Fact]
    public async Task Given_a_ledger_with_a_line_changed_or_taken_out_then_the_service_does_not_start_and_one_cut_short_by_a_crash_is_no_harm()
    {
        await using var fresh = new CollectionHost();
        await fresh.InitializeAsync();
        await Erase(fresh, (await Submit(fresh, "彭昌武")).Laborer);
        await Erase(fresh, (await Submit(fresh, "彭昌文")).Laborer);
        var whole = await File.ReadAllTextAsync(fresh.Ledger);
        whole.Should().NotContain("彭").And.HaveLength(2 * whole.Split('\n')[0].Length + 2);
        File.GetUnixFileMode(fresh.Ledger).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        foreach (var damaged in new[] { whole.Replace("consent-withdrawn", "unlawful", StringComparison.Ordinal), whole[(whole.IndexOf('\n', StringComparison.Ordinal) + 1)..] })
        {
            await File.WriteAllTextAsync(fresh.Ledger, damaged);
            await fresh.Invoking(f => f.Restart()).Should().ThrowAsync<SettingException>().WithMessage("*删除台账*");
        }

        await File.WriteAllTextAsync(fresh.Ledger, whole + "01957f");
        await fresh.StartAgain();
        await Erase(fresh, (await Submit(fresh, "彭昌斌")).Laborer);
        (await File.ReadAllLinesAsync(fresh.Ledger)).Should().HaveCount(3);
        await fresh.Restart();
    }

    [Fact]
    public async Task Given_people_whose_keys_are_not_made_yet_when_one_is_erased_then_none_are_made_for_them_later()
    {
        await using var old = new CollectionHost();
        await old.InitializeAsync();
        var (laborer, id) = await Submit(old, "梁长顺");
        await old.Execute("insert into collection.search_keys_missing select laborer from collection.laborers; delete from collection.search_keys");

        await Erase(old, laborer);
        await old.Restart();

        (await old.Scalar<long>("select (select count(*) from collection.search_keys_missing) + (select count(*) from collection.search_keys)")).Should().Be(0);
        id.Should().NotBeNull();
    }

    private static async Task<(Guid Laborer, string Id)> Submit(CollectionHost to, string name, string? id = null)
    {
        id ??= SampleForm.NewResidentId();
        using var collector = await to.As("collector-1");
        var answer = await collector.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, ("name", name)) });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return ((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("laborer").GetGuid(), id);
    }

    private static async Task<HttpResponseMessage> Erase(CollectionHost at, Guid laborer, string reason = "consent-withdrawn", string by = "office-1")
    {
        using var office = await at.As(by, "poverty-office");
        return await office.PostAsJsonAsync($"people/{laborer}/erasure", new { reason });
    }

    private static async Task<List<Guid>> Search(HttpClient by, string term) =>
        [.. (await (await by.PostAsJsonAsync("people/search", new { term, limit = 100 })).Content.ReadFromJsonAsync<SearchAnswer>())!.People.Select(p => p.Laborer)];

    private async Task<string> Refused(Dictionary<string, object> row)
    {
        var import = await host.Import([row]);
        ImportingTests.Counts(import).Refused.Should().Be(1);
        return import.GetProperty("id").GetString()!;
    }

    private async Task<HttpStatusCode> AnswerOf(string import)
    {
        using var collector = await host.As("collector-1");
        return (await collector.GetAsync(new Uri($"imports/{import}/workbook", UriKind.Relative))).StatusCode;
    }

    private async Task<IReadOnlyList<Journal.StoredEvent>> Events(Guid laborer)
    {
        await using var database = Journal.Database.Open(host.Database);
        return await new Journal.Postgres.PostgresEventStore(database).ReadStream($"laborer-{laborer}", 0, 100, TestContext.Current.CancellationToken);
    }
}
