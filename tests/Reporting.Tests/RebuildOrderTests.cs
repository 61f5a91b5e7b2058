using System.Text;
using Guzhang.Journal;
using Guzhang.Journal.Inbox;
using Guzhang.Journal.Rebuilding;
using Guzhang.Reporting.Policy;
using Guzhang.Reporting.Rebuilding;
using Npgsql;

namespace Guzhang.Reporting.Tests;

/// <summary>Events that come meanwhile, times that go back, rows written before they end.</summary>
[Collection(nameof(RebuiltHost))]
public sealed class RebuildOrderTests(ReportingHost host)
{
    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_events_that_arrive_during_rebuild_and_swap_then_none_is_lost_or_doubled_and_the_inbox_goes_on()
    {
        await host.After(RebuiltHost.Histories());
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

        first.Equal.Should().BeTrue(string.Join('\n', first.Tables.Select(RebuiltHost.Text)));
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
        rebuilt.Equal.Should().BeTrue(string.Join('\n', rebuilt.Tables.Select(RebuiltHost.Text)));
    }

    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_rows_written_before_they_end_then_they_are_ended_all_the_same()
    {
        await host.Standings();
        await host.After(RebuiltHost.Histories());
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
}
