using System.Net;
using Guzhang.AppHost.Native;
using Npgsql;

namespace Guzhang.Reporting.Tests;

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
