using System.Net;
using System.Text;
using Guzhang.AppHost.Native;
using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Rebuilding;
using Guzhang.Journal.Relaying;
using Guzhang.Reporting.Policy;
using Guzhang.Reporting.Rebuilding;
using Npgsql;

namespace Guzhang.Reporting.Tests;

public sealed class RebuildTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    /// <summary>People with every history there is, and refusals that stand, are resolved, and stand again.</summary>
    private static List<PublishedFact> Histories(string town = "433126101")
    {
        var facts = new List<PublishedFact>();
        foreach (var says in new[]
        {
            Person.Away("in-county"), Person.Away("out-of-province"), Person.Home(), Person.Home("in-county"),
            Person.Away("in-county") with { EmploymentForm = "self-employed" }, Person.Away("out-of-county") with { MonthsWorked = 2.9m },
        })
        {
            var person = Person.New() with { Town = town, Village = town + "200", Facts = says };
            var (moved, home, warned) = (person with { Town = "433126107" }, person with { Facts = Person.Home() }, person with { Warnings = [new("F11", "monthsWorked")] });
            facts.AddRange([person.Submitted(1), person.Returned(1), warned.Submitted(2), warned.Confirmed(2), moved.Submitted(3), home.Submitted(4), home.Confirmed(4)]);
            facts.AddRange([person.Submitted(5, year: 2019), person.Confirmed(5, year: 2019), person.Outdated(4, 5, Guid.NewGuid())]);
        }

        var (row, stays) = (RefusedRow.New() with { Town = town }, RefusedRow.New() with { Town = null });
        facts.AddRange([row.Refused(), (row with { Row = 3 }).Refused(), row.Resolved(), row.Refused(), row.Resolved(), (row with { Row = 9 }).Refused(), stays.Refused(year: null)]);
        return facts;
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_filled_service_when_rebuilt_then_all_tables_are_equal_and_the_old_ones_served_meanwhile()
    {
        await host.Standings();
        var before = await host.After(Histories());

        var rebuilt = await host.Rebuild();

        rebuilt.State.Should().Be("done", rebuilt.Message);
        rebuilt.Tables.Select(t => t.Table).Should().Equal("reporting.cases", "reporting.facts", "reporting.people", "reporting.qualifications", "reporting.refusals", "journal.inbox", "journal.parked");
        rebuilt.Tables.Should().AllSatisfy(t => t.Differing.Should().Be(0, Text(t)));
        (rebuilt.Equal, rebuilt.Swapped).Should().Be((true, false));
        foreach (var table in rebuilt.Tables.Take(5))
        {
            table.RebuiltRows.Should().BePositive().And.Be(table.LiveRows).And.Be(await host.Scalar<long>($"select count(*) from {table.Table}"));
        }

        rebuilt.Events.Should().BeGreaterThan(60);
        (await host.Scalar<long>("select count(*) from reporting.facts where value::text like '%\n%' or value::text like '%: %'")).Should().Be(0, "what the broker brings is spelt as in the journal");
        foreach (var source in new[] { "collection", "subsidy", "jobmatching" })
        {
            rebuilt.Positions[source].Should().MatchRegex(@"^\d+-\d+-\d+$");
        }

        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);
        (await host.Scalar<long>("select count(*) from pg_namespace where nspname like 'reporting\\_%'")).Should().Be(0, "nothing is left over");
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_copy_that_has_stored_its_end_but_not_let_go_then_it_counts_as_running_until_another_can_begin()
    {
        (await host.Rebuild()).State.Should().Be("done");
        await using var database = NpgsqlDataSource.Create(host.Database);
        await using (await LeaderLock.TryTake(database, "rebuild:reporting", TestContext.Current.CancellationToken))
        {
            (await host.RebuildWhen(_ => true)).State.Should().Be("running");
        }

        (await host.RebuildWhen(_ => true)).State.Should().Be("done");
        (await host.Rebuild()).State.Should().Be("done");
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_live_rows_changed_by_hand_when_rebuilt_then_each_is_named_and_a_swap_mends_them()
    {
        var (changed, lost, spelt) = (Person.New(), Person.New(), Person.New());
        var invented = Guid.NewGuid();
        var before = await host.After([.. Histories(), changed.Submitted(), changed.Confirmed(), lost.Submitted(), spelt.Submitted()]);
        await host.Execute($"update reporting.people set category = 'other', town = '433126106' where laborer = '{changed.Laborer}'");
        await host.Execute($"delete from reporting.facts where laborer = '{lost.Laborer}'");
        await host.Execute($"update reporting.facts set value = replace(value::text, ':', ' : ')::json where laborer = '{spelt.Laborer}'");
        await host.Execute($"insert into reporting.refusals values ('{invented}', 1, '{invented}', 2, 2020, null, null, '[]', now())");
        await host.Execute($"insert into journal.inbox values ('reporting', 'collection', 'laborer-{invented}', 3)");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", false, true), rebuilt.Message);
        var person = rebuilt.Of("reporting.people");
        person.Differing.Should().Be(1, Text(person));
        person.First[0].Key["laborer"].GetGuid().Should().Be(changed.Laborer);
        person.First[0].Live!.ToDictionary(c => c.Key, c => c.Value.GetString()).Should().Equal(new Dictionary<string, string?> { ["town"] = "433126106", ["category"] = "other" });
        person.First[0].Rebuilt!.ToDictionary(c => c.Key, c => c.Value.GetString()).Should().Equal(new Dictionary<string, string?> { ["town"] = "433126101", ["category"] = "counted" });

        var fact = rebuilt.Of("reporting.facts").First.Should().ContainSingle("another spelling of the same is no difference").Subject;
        fact.Key["laborer"].GetGuid().Should().Be(lost.Laborer);
        (fact.Live, fact.Rebuilt!["town"].GetString()).Should().Be((null, lost.Town));

        var refusal = rebuilt.Of("reporting.refusals").First.Should().ContainSingle().Subject;
        refusal.Key["refusal"].GetGuid().Should().Be(invented);
        refusal.Rebuilt.Should().BeNull();

        var position = rebuilt.Of("journal.inbox").First.Should().ContainSingle().Subject;
        position.Key["aggregate"].GetString().Should().Be($"laborer-{invented}");
        (position.Live!["seq"].GetInt64(), position.Rebuilt).Should().Be((3, null));

        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);
        var again = await host.Rebuild();
        again.Equal.Should().BeTrue(string.Join('\n', again.Tables.Select(Text)));
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_live_inbox_that_stays_behind_then_what_it_lacks_is_named_and_a_swap_brings_it()
    {
        var person = Person.New();
        var before = await host.After(person.Submitted());
        var end = await host.Collection.End();
        await Eventually.Get(() => host.Scalar<string>("select position from journal.compared where source = 'collection'"), at => at == end);
        await host.Execute($"delete from reporting.facts where laborer = '{person.Laborer}'");
        await host.Execute($"delete from reporting.people where laborer = '{person.Laborer}'");
        await host.Execute($"delete from journal.inbox where aggregate = 'laborer-{person.Laborer}'");

        var rebuilt = await host.Rebuild(swap: true);

        (rebuilt.State, rebuilt.Equal, rebuilt.Swapped).Should().Be(("done", false, true), rebuilt.Message);
        rebuilt.Tables.Select(t => t.Differing).Should().Equal(0, 1, 1, 0, 0, 1, 0);
        rebuilt.Of("journal.inbox").First[0].Rebuilt!["seq"].GetInt64().Should().Be(1);
        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);
        (await host.After(person.Confirmed())).Total["confirmed"].Should().Be(before.Total["confirmed"] + 1);
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_events_that_arrive_during_rebuild_and_swap_then_none_is_lost_or_doubled_and_the_inbox_goes_on()
    {
        await host.After(Histories());
        var people = Enumerable.Range(0, 40).Select(_ => Person.New() with { Town = "433126108", Village = "433126108200" }).ToList();
        using var enough = new CancellationTokenSource();
        var versions = 0;
        var publishing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                versions++;
                await host.Collection.Publish([.. people.Select(p => p.Submitted(versions))]);
                await host.Collection.Publish([.. people.Select(p => p.Confirmed(versions))]);
            }
        });

        var first = await host.Rebuild();
        var swapped = await host.Rebuild(swap: true);
        await enough.CancelAsync();
        await publishing;

        first.Equal.Should().BeTrue(string.Join('\n', first.Tables.Select(Text)));
        (swapped.State, swapped.Equal, swapped.Swapped).Should().Be(("done", true, true), swapped.Message);
        var table = await host.After();
        var figures = table.Lines.Single(l => l.Town == "433126108").Figures;
        (figures["submitted"], figures["confirmed"]).Should().Be((40, 40));
        (await host.Scalar<long>($"select count(*) from reporting.facts where town = '433126108'")).Should().Be(2 * 40 * versions);

        // Taken in anew: nothing, since the positions came along; and what is really new, once.
        await host.Collection.PublishAllAgain();
        var more = await host.After(people[0].Returned(versions), Person.New().Submitted());
        more.Total["submitted"].Should().Be(table.Total["submitted"] + 1);
        (await host.Rebuild()).Equal.Should().BeTrue();
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_swap_then_the_figures_stay_and_the_tables_are_made_as_the_scripts_make_them()
    {
        var before = await host.After(Histories());
        var shape = await Shape();

        (await host.Rebuild(swap: true)).Swapped.Should().BeTrue();

        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);
        (await Shape()).Should().Equal(shape);
        (await host.Scalar<string>("select position from journal.compared where source = 'collection'")).Should().NotBe("0-0-0");
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_clock_that_was_set_back_then_ranges_do_not_overlap_and_are_rebuilt_equal()
    {
        var (person, row) = (Person.New(), RefusedRow.New());
        var noon = host.Collection.Now;
        foreach (var (hours, facts) in new (int, PublishedFact[])[]
        {
            (0, [person.Submitted(1), row.Refused()]), (2, [person.Submitted(2), row.Resolved(), row.Resolved()]), (1, [person.Submitted(3), row.Refused()]),
        })
        {
            host.Collection.Now = noon.AddHours(hours);
            await host.After(facts);
        }

        host.Collection.Now = noon.AddHours(3);
        (await host.Scalar<long>(
            $"""
            select count(*) from reporting.refusals a join reporting.refusals b using (refusal)
            where refusal = '{row.Refusal}' and a.seq < b.seq and a.known_to > b.known_from
            """)).Should().Be(0);
        var rebuilt = await host.Rebuild();
        rebuilt.Equal.Should().BeTrue(string.Join('\n', rebuilt.Tables.Select(Text)));
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_rows_written_before_they_end_then_they_are_ended_all_the_same()
    {
        await host.Standings();
        await host.After(Histories());
        await using var database = NpgsqlDataSource.Create(host.Database);
        await Schemas.Begin(database, ReportingService.Rebuild, CancellationToken.None);

        var tables = new ReportingTables(CountyPolicy.Load(ReportingHost.CountyFolder()), ReportingService.Rebuild.Next, mostWaiting: 1);
        await using var maker = new TableMaker(database, tables);
        var events = 0;
        foreach (var (source, service) in new[] { ("collection", host.Collection), ("subsidy", host.Subsidy), ("jobmatching", host.JobMatching) })
        {
            using var http = new HttpClient { BaseAddress = service.Address };
            var lines = await Journal(http);
            await maker.Read(source, Pages(lines), CancellationToken.None);
            events += lines.Length;
        }

        await maker.WriteAll(CancellationToken.None);

        maker.Events.Should().Be(events);
        foreach (var table in new[] { "facts", "people", "refusals", "qualifications", "cases" })
        {
            (await host.Scalar<string>(
                $"select coalesce(string_agg(row, chr(10)), '') from (select to_jsonb(l)::text as row from reporting.{table} l except select to_jsonb(n)::text from reporting_next.{table} n) as differing")).Should().BeEmpty(table);
            (await host.Scalar<long>($"select (select count(*) from reporting.{table}) - (select count(*) from reporting_next.{table})")).Should().Be(0, table);
        }

        static async Task<string[]> Journal(HttpClient http)
        {
            var (lines, from) = (new List<string>(), "");
            while (true)
            {
                using var page = await http.GetAsync(new Uri($"journal?max=1000&from={from}", UriKind.Relative));
                var more = (await page.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
                if (more.Length == 0)
                {
                    return [.. lines];
                }

                lines.AddRange(more);
                from = page.Headers.GetValues(JournalClient.PositionHeader).Single();
            }
        }

        static async IAsyncEnumerable<JournalPage> Pages(string[] lines)
        {
            foreach (var some in lines.Chunk(3))
            {
                await Task.Yield();
                yield return new JournalPage(Encoding.UTF8.GetBytes(string.Join('\n', some)), Position.Start);
            }
        }
    }

    [Theory]
    [InlineData("task-force")]
    [InlineData("leader")]
    [InlineData("service")]
    public async Task Given_another_role_than_the_operator_then_rebuilding_is_closed(string role)
    {
        using var client = await host.As(role);
        using var begun = await client.PostAsync(new Uri("rebuild?swap=true", UriKind.Relative), null);
        using var state = await client.GetAsync(new Uri("rebuild", UriKind.Relative));
        (begun.StatusCode, state.StatusCode).Should().Be((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
    }

    private static string Text(Compared table) => $"{table.Table}: {table.Differing} differ, {string.Join(", ", table.First.Take(3).Select(r =>
        $"{string.Join(' ', r.Key.Values)} live {string.Join(' ', r.Live ?? [])} rebuilt {string.Join(' ', r.Rebuilt ?? [])}"))}";

    /// <summary>Columns, indexes, constraints and views as the catalogue has them.</summary>
    private async Task<List<string>> Shape()
    {
        await using var database = NpgsqlDataSource.Create(host.Database);
        await using var command = database.CreateCommand(
            """
            select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') from information_schema.columns where table_schema = 'reporting'
            union all select indexdef from pg_indexes where schemaname = 'reporting'
            union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'reporting'::regnamespace
            union all select definition from pg_views where schemaname = 'reporting'
            order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var shape = new List<string>();
        while (await reader.ReadAsync())
        {
            shape.Add(reader.GetString(0));
        }

        return shape;
    }
}

/// <summary>With events that can't be applied in the journal, which other tests would meet.</summary>
public sealed class ParkedRebuildTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_an_event_that_cannot_be_applied_then_it_stays_parked_and_what_live_applied_is_not_swapped_away()
    {
        var person = Person.New();
        var broken = new PublishedFact($"laborer-{person.Laborer}", EventTypes.FormConfirmed, new { laborer = person.Laborer, formYear = 2020 });
        await host.After(person.Submitted(1), broken, person.Submitted(2));
        (await host.Scalar<long>("select count(*) from journal.parked")).Should().Be(2);

        var swapped = await host.Rebuild(swap: true);
        (swapped.Equal, swapped.Swapped).Should().Be((true, true), swapped.Message);
        (await host.Scalar<long>("select count(*) from journal.parked")).Should().Be(2);

        // As if an older version of the service had been able to read it.
        await host.Execute("delete from journal.parked");
        var refused = await host.Rebuild(swap: true);
        (refused.State, refused.Equal, refused.Swapped).Should().Be(("done", false, false));
        refused.Message.Should().Contain(person.Laborer.ToString());
        refused.Of("journal.parked").Differing.Should().Be(1);
    }
}

/// <summary>With the service in a process of its own, since it is killed.</summary>
public sealed class KilledRebuildTests(ReportingHost host) : IClassFixture<ReportingHost>
{
    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_rebuild_killed_in_the_middle_then_the_live_tables_are_untouched_and_the_next_try_works()
    {
        var people = Enumerable.Range(0, 50).Select(_ => Person.New()).ToList();
        var before = await host.After([.. people.SelectMany(p => new[] { p.Submitted(), p.Confirmed() })]);
        await using var database = NpgsqlDataSource.Create(host.Database);
        var (copy, operation) = await host.StartAnother();
        await using (copy)
        {
            var gate = new TaskCompletionSource();
            host.Collection.PagesWaitFor = gate.Task;
            using var begun = await operation.PostAsync(new Uri("rebuild?swap=true", UriKind.Relative), null);
            begun.StatusCode.Should().Be(HttpStatusCode.Accepted);
            await Until(database, "select to_regclass('reporting_next.people') is not null");
            (await host.RebuildWhen(_ => true)).State.Should().Be("running", "every copy knows");
            using var second = await operation.PostAsync(new Uri("rebuild", UriKind.Relative), null);
            second.StatusCode.Should().Be(HttpStatusCode.Conflict);

            // Facts are written, people can't be: half of it is there when the process ends.
            await using var blocking = await database.OpenConnectionAsync();
            await using var transaction = await blocking.BeginTransactionAsync();
            await using var held = new NpgsqlCommand("lock table reporting_next.people in share mode", blocking);
            await held.ExecuteNonQueryAsync();
            host.Collection.PagesWaitFor = null;
            gate.SetResult();
            await Until(database, "select exists (select from reporting_next.facts)");
            copy.Identity.Signal(Signal.Kill);
        }

        operation.Dispose();
        (await host.RebuildWhen(r => r.State == "interrupted")).State.Should().Be("interrupted");
        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);

        var again = await host.Rebuild(swap: true);
        (again.State, again.Equal, again.Swapped).Should().Be(("done", true, true), again.Message);
        (await host.After(Person.New().Submitted())).Total["submitted"].Should().Be(before.Total["submitted"] + 1);
    }

    private static async Task Until(NpgsqlDataSource database, string question)
    {
        var seen = await Eventually.Get(
            async () =>
            {
                await using var command = database.CreateCommand(question);
                return await command.ExecuteScalarAsync() is true;
            },
            yes => yes);
        seen.Should().BeTrue(question);
    }
}
