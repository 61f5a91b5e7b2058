using System.Net;
using Guzhang.Journal.Relaying;
using Npgsql;

namespace Guzhang.Reporting.Tests;

/// <summary>Rebuilt tables are those that serve, and are swapped in whole.</summary>
[Collection(nameof(RebuiltHost))]
public sealed class RebuildTests(ReportingHost host)
{
    [Fact, Trait("Req", "RPT-07")]
    public async Task Given_a_filled_service_when_rebuilt_then_all_tables_are_equal_and_the_old_ones_served_meanwhile()
    {
        await host.Standings();
        var before = await host.After(RebuiltHost.Histories());

        var rebuilt = await host.Rebuild();

        rebuilt.State.Should().Be("done", rebuilt.Message);
        rebuilt.Tables.Select(t => t.Table).Should().Equal("reporting.cases", "reporting.facts", "reporting.people", "reporting.qualifications", "reporting.refusals", "journal.inbox", "journal.parked");
        rebuilt.Tables.Should().AllSatisfy(t => t.Differing.Should().Be(0, RebuiltHost.Text(t)));
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
    public async Task Given_a_swap_then_the_figures_stay_and_the_tables_are_made_as_the_scripts_make_them()
    {
        var before = await host.After(RebuiltHost.Histories());
        var shape = await Shape();

        (await host.Rebuild(swap: true)).Swapped.Should().BeTrue();

        (await host.Dispatch()).Lines.Should().BeEquivalentTo(before.Lines);
        (await Shape()).Should().Equal(shape);
        (await host.Scalar<string>("select position from journal.compared where source = 'collection'")).Should().NotBe("0-0-0");
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
