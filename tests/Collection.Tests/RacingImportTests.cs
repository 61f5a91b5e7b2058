using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Testing;
using Npgsql;
using Xunit;

namespace Guzhang.Collection.Tests;

/// <summary>A person comes on record while the row that names them as new is about to be stored.</summary>
public sealed class RacingImportTests(CollectionHost host) : IClassFixture<CollectionHost>
{
    private const string Held = "433126101217";
    private static readonly (string, object?)[] FoundByPhone =
        [("village", "长潭村"), ("contactMeans", "电话"), ("callRecord", "10月11日本人接听"), ("householdSigned", null), ("monthlyWage", 3600)];

    [Fact, Trait("Req", "COL-04"), Trait("Req", "SEC-02")]
    public async Task Given_somebody_of_another_town_was_faster_then_the_row_is_refused_and_the_record_stays()
    {
        var id = SampleForm.NewResidentId();

        var import = await Race(id, "433126108", ("town", "坪坝镇"), ("village", "板栗村"));

        ImportingTests.Counts(import).Should().Be((1, 0, 0, 0, 1));
        (await Rules(import)).Should().Equal("SEC-02");
        var form = (await host.Journal()).Last(e => e.Type == EventTypes.FormSubmitted).Read<FormSubmitted>();
        (form.FormVersion, form.Town).Should().Be((1, "433126108"));
    }

    [Fact, Trait("Req", "COL-04"), Trait("Req", "F18")]
    public async Task Given_somebody_of_the_same_town_was_faster_then_the_row_follows_that_form_and_is_checked_against_it()
    {
        var id = SampleForm.NewResidentId();

        var import = await Race(id, "433126101");

        ImportingTests.Counts(import).Should().Be((1, 0, 1, 0, 0));
        (await Rules(import)).Should().Equal("F18");
        var form = (await host.Journal()).Last(e => e.Type == EventTypes.FormSubmitted).Read<FormSubmitted>();
        (form.FormVersion, form.Warnings.Single().Rule).Should().Be((2, "F18"));
    }

    /// <summary>Imports a row of somebody new; before it is stored another collector files the person.</summary>
    private async Task<JsonElement> Race(string id, string division, params (string, object?)[] changes)
    {
        await host.Execute(
            $"""
            create or replace function collection.hold() returns trigger language plpgsql as $$
                begin if new.village = '{Held}' then perform pg_advisory_xact_lock(7); end if; return new; end $$;
            create or replace trigger hold before insert on collection.laborers for each row execute function collection.hold()
            """);
        await using var database = NpgsqlDataSource.Create(host.Database);
        await using var holding = await database.OpenConnectionAsync();
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(7)", holding);
        await hold.ExecuteNonQueryAsync();

        var importing = host.Import([ImportingTests.Row(id, FoundByPhone)], by: await host.As("collector-1", division: "433126101"));
        await Eventually.Get(
            () => host.Scalar<long>("select count(*) from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and locktype = 'advisory' and not granted and objid = 7"),
            waiting => waiting == 1);
        using var faster = await host.As("collector-2", division: division);
        (await faster.PostAsJsonAsync("forms", new { fields = SampleForm.Of(id, changes) })).StatusCode.Should().Be(HttpStatusCode.Created);
        await using var release = new NpgsqlCommand("select pg_advisory_unlock(7)", holding);
        await release.ExecuteNonQueryAsync();
        return await importing;
    }

    private async Task<IEnumerable<string?>> Rules(JsonElement import)
    {
        using var collector = await host.As("collector-1");
        var rows = await collector.GetFromJsonAsync<JsonElement>($"imports/{import.GetProperty("id").GetString()}/findings");
        return rows[0].GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()).ToList();
    }
}
