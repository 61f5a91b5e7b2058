using AwesomeAssertions;
using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Guzhang.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Guzhang.Identity.Tests;

public sealed class SchemaTests
{
    private const string Shapes =
        """
        select concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable) from information_schema.columns where table_schema = 'identity'
        union all
        select concat_ws(' ', case when i.indisunique then 'unique' end, 'index on', t.relname, (select string_agg(a.attname, ',' order by k.i) from unnest(i.indkey) with ordinality as k (n, i) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n))
        from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'identity'
        union all
        select concat_ws(' ', conrelid::regclass, 'to', confrelid::regclass, confdeltype) from pg_constraint where contype = 'f'
        """;

    [Fact]
    public async Task Given_the_scripts_when_they_have_run_then_the_tables_are_those_the_libraries_expect()
    {
        await using var scripted = await FreshDatabase.CreateAsync();
        await using var modelled = await FreshDatabase.CreateAsync();
        Migrations.Run(scripted.ConnectionString, typeof(IdentityService).Assembly);
        await using (var db = new IdentityDb(new DbContextOptionsBuilder<IdentityDb>().UseNpgsql(modelled.ConnectionString).Options))
        {
            await db.Database.EnsureCreatedAsync();
        }

        (await Read(scripted)).Should().BeEquivalentTo(await Read(modelled)).And.NotBeEmpty();
    }

    private static async Task<List<string>> Read(FreshDatabase database)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(Shapes);
        await using var reader = await command.ExecuteReaderAsync();
        var shapes = new List<string>();
        while (await reader.ReadAsync())
            shapes.Add(reader.GetString(0));
        return shapes;
    }
}
