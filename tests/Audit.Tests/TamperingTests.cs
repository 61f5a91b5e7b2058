using AwesomeAssertions;
using Guzhang.Audit.Sealing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Xunit;

namespace Guzhang.Audit.Tests;

/// <summary>SEC-04: what is done to the log behind its back is refused, or seen.</summary>
public sealed class TamperingTests
{
    private const string Forbidden = "42501";

    [Theory, Trait("Req", "SEC-04")]
    [InlineData("update audit.entries set actor = 'somebody-else'")]
    [InlineData("delete from audit.entries")]
    [InlineData("truncate audit.entries")]
    [InlineData("update audit.seals set seal = seal")]
    [InlineData("delete from audit.seals")]
    [InlineData("truncate audit.seals")]
    [InlineData("set session_replication_role = replica; delete from audit.entries")]
    public async Task Given_sealed_rows_when_anybody_changes_or_deletes_them_then_the_trigger_refuses(string sql)
    {
        await using var log = await Log.Start();
        await log.Write(3);
        await log.Seal();

        await log.Invoking(l => l.Run(sql)).Should().ThrowAsync<PostgresException>().Where(e => e.SqlState == Forbidden);

        (await log.Prove()).Sealed.Should().Be(3);
    }

    [Theory, Trait("Req", "SEC-04")]
    [InlineData("update audit.entries set actor = 'somebody-else'")]
    [InlineData("delete from audit.entries")]
    [InlineData("truncate audit.entries")]
    [InlineData("update audit.seals set seal = seal")]
    [InlineData("delete from audit.seals")]
    [InlineData("alter table audit.entries disable trigger refuse")]
    [InlineData("drop table audit.entries")]
    [InlineData("drop schema audit cascade")]
    public async Task Given_the_log_made_for_a_service_s_login_when_that_login_tries_more_than_writing_and_reading_then_it_has_no_right(string sql)
    {
        await using var log = await Log.Start();
        var login = "audit_" + Guid.NewGuid().ToString("N")[..16];
        await log.Run($"create role {login} login password 'x'; grant all on database \"{new NpgsqlConnectionStringBuilder(log.ConnectionString).Database}\" to {login}");
        try
        {
            AuditSchema.Install(log.ConnectionString, login);
            await using var mine = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(log.ConnectionString) { Username = login, Password = "x" }.ConnectionString);
            AuditSchema.Install(mine.ConnectionString + ";Password=x"); // as the service does when it starts: nothing is left to do
            await new AuditTrail(mine).Write(new AuditEntry(Log.Officer, AuditActions.Export, "batch-1"), CancellationToken.None);
            await new Sealer(mine, log.Witness, Microsoft.Extensions.Logging.Abstractions.NullLogger<Sealer>.Instance).Step(CancellationToken.None);

            await using var command = mine.CreateCommand(sql);
            var trying = () => command.ExecuteNonQueryAsync();
            await trying.Should().ThrowAsync<PostgresException>().Where(e => e.SqlState == Forbidden);

            (await log.Prove()).Should().Match<Proving.ProofAnswer>(p => p.Whole && p.Sealed == 1);
        }
        finally
        {
            await log.Run($"drop owned by {login}; drop role {login}");
        }
    }

    [Theory, Trait("Req", "SEC-04")]
    [InlineData("update audit.entries set actor = 'somebody-else' where id = 4", 4, "changed")]
    [InlineData("update audit.entries set at = at + interval '1 microsecond' where id = 4", 4, "changed")]
    [InlineData("update audit.entries set details = null where id = 4", 4, "changed")]
    [InlineData("update audit.seals set seal = sha256('x') where seq = 4", 4, "changed")]
    [InlineData("delete from audit.entries where id = 4", 4, "missing")]
    [InlineData("delete from audit.seals where seq = 4", 4, "missing")]
    [InlineData("update audit.seals set entry = 100 where seq = 4; update audit.seals set entry = 4 where seq = 5; update audit.seals set entry = 5 where seq = 4", 4, "changed")]
    [InlineData("delete from audit.seals where seq > 6", 7, "truncated")]
    [InlineData("delete from audit.seals where seq > 6; delete from audit.entries where id > 6", 7, "truncated")]
    [InlineData("delete from audit.seals; delete from audit.entries", 1, "truncated")]
    public async Task Given_a_chain_touched_by_somebody_with_every_right_when_it_is_proved_then_the_first_broken_link_is_named(string sql, int seq, string kind)
    {
        await using var log = await Log.Start();
        await log.Write(8);
        await log.Seal();

        await log.Tamper(sql);

        var proof = await log.Prove();
        proof.Whole.Should().BeFalse();
        (proof.Broken!.Seq, proof.Broken.Kind).Should().Be((seq, kind), proof.Broken.Message);
        proof.Sealed.Should().Be(seq - 1);
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_the_whole_history_sealed_anew_after_a_change_when_it_is_proved_then_the_witness_knows_better_and_the_service_says_so()
    {
        await using var log = await Log.Start();
        await log.Write(5);
        await log.Seal();
        var (witnessed, head) = (log.Witness.Read(), (await log.Prove()).Head);

        await log.Tamper("update audit.entries set actor = 'somebody-else' where id = 2; delete from audit.seals; insert into audit.pending select id from audit.entries");
        await log.Write(3);
        using var sealer = log.Sealer();
        await sealer.Step(CancellationToken.None);

        var proof = await log.Prove();
        (proof.Whole, proof.Broken!.Kind, proof.Broken.Seq).Should().Be((false, "replaced", 5));
        (await sealer.CheckHealthAsync(new HealthCheckContext())).Status.Should().Be(HealthStatus.Degraded);
        log.Witness.Read().Should().Be(witnessed, "a witness is not talked round");
        File.Delete(log.WitnessFile);
        (await log.Prove()).Whole.Should().BeTrue("nothing outside the database remembers");
        (await log.Prove(noted: head)).Broken!.Kind.Should().Be("replaced", "the auditor noted the head of the last proof");
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_rows_whose_seals_were_deleted_from_the_waiting_list_when_it_is_proved_then_they_are_counted_as_unsealed()
    {
        await using var log = await Log.Start();
        await log.Write(3);
        await log.Run("delete from audit.pending");
        await log.Seal();

        (await log.Prove()).Unsealed.Should().Be(3);
    }

    [Fact]
    public async Task Given_a_witness_file_when_it_is_written_then_nobody_else_can_read_it_and_a_broken_one_is_no_witness()
    {
        await using var log = await Log.Start();
        await log.Write();
        await log.Seal();

        File.GetUnixFileMode(log.WitnessFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(log.WitnessFile, "nothing\n");
        await log.Invoking(l => l.Prove()).Should().ThrowAsync<InvalidDataException>();
    }
}
