using AwesomeAssertions;
using Guzhang.Testing;
using Xunit;

namespace Guzhang.Audit.Tests;

/// <summary>SEC-04: rows become links of one chain, whoever seals and whenever.</summary>
public sealed class ChainTests
{
    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_rows_when_they_are_sealed_then_the_chain_is_whole_and_none_is_left()
    {
        await using var log = await Log.Start();
        await log.Write(2500);

        (await log.Prove()).Should().Match<Proving.ProofAnswer>(p => p.Whole && p.Sealed == 0 && p.Unsealed == 2500 && p.Head == null);
        await log.Seal();

        var proof = await log.Prove();
        (proof.Whole, proof.Sealed, proof.Unsealed).Should().Be((true, 2500L, 0L));
        proof.Head.Should().Be(proof.Witness).And.Be(log.Witness.Read());
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_a_running_sealer_when_a_row_is_written_then_it_is_sealed_within_seconds()
    {
        await using var log = await Log.Start();
        using var sealer = log.Sealer();
        await sealer.StartAsync(CancellationToken.None);

        await log.Write();

        var proof = await Eventually.Get(() => log.Prove(), p => p.Sealed == 1);
        (proof.Sealed, proof.Unsealed).Should().Be((1L, 0L));
        await sealer.StopAsync(CancellationToken.None);
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_an_action_that_is_rolled_back_when_the_log_is_read_then_it_never_happened()
    {
        await using var log = await Log.Start();
        await using (var connection = await log.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await AuditTrail.Write(connection, new AuditEntry(Log.Officer, AuditActions.Export, "batch-1"), CancellationToken.None);
            await transaction.RollbackAsync();
        }

        await log.Seal();

        (await log.Prove()).Should().Match<Proving.ProofAnswer>(p => p.Whole && p.Sealed == 0 && p.Unsealed == 0);
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_a_row_that_commits_after_later_ones_were_sealed_when_it_is_sealed_then_the_chain_is_whole()
    {
        await using var log = await Log.Start();
        await using var slow = await log.Source.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await AuditTrail.Write(slow, new AuditEntry(Log.Officer, AuditActions.Export, "batch-1"), CancellationToken.None);
        await log.Write(3);
        await log.Seal();
        (await log.Prove()).Sealed.Should().Be(3);

        await transaction.CommitAsync();
        await log.Seal();

        (await log.Prove()).Should().Match<Proving.ProofAnswer>(p => p.Whole && p.Sealed == 4 && p.Unsealed == 0);
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_several_copies_that_write_and_seal_at_once_when_all_is_done_then_there_is_one_whole_chain()
    {
        await using var log = await Log.Start();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 20; i++)
            {
                await log.Write(5);
                await log.Seal();
            }
        }));
        await log.Seal();

        (await log.Prove()).Should().Match<Proving.ProofAnswer>(p => p.Whole && p.Sealed == 400 && p.Unsealed == 0);
    }

    [Fact, Trait("Req", "SEC-04")]
    public async Task Given_a_copy_frozen_while_it_seals_when_another_comes_then_it_waits_for_nothing_but_that_transaction()
    {
        await using var log = await Log.Start();
        await log.Write();
        await using var frozen = await log.Source.OpenConnectionAsync();
        await using var transaction = await frozen.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand($"select pg_advisory_xact_lock({Sealing.Sealer.LockKey})", frozen))
        {
            await command.ExecuteNonQueryAsync();
        }

        await log.Seal();
        (await log.Prove()).Unsealed.Should().Be(1, "the frozen one has the lock");

        await transaction.RollbackAsync();
        await log.Seal();
        (await log.Prove()).Should().Match<Proving.ProofAnswer>(p => p.Whole && p.Sealed == 1 && p.Unsealed == 0);
    }

    [Fact]
    public async Task Given_a_name_a_number_or_an_unknown_action_when_an_entry_holds_it_then_it_is_not_written()
    {
        await using var log = await Log.Start();
        AuditEntry[] wrong =
        [
            new(Log.Officer, "form.shredded"),
            new(Log.Officer, AuditActions.Export, "石某"),
            new(Log.Officer, AuditActions.Export, "433126198501150018"),
            new(Log.Officer, AuditActions.Export, null, new Dictionary<string, string> { ["phone"] = "13874390001" }),
            new(Log.Officer, AuditActions.Export, new string('a', 201)),
        ];

        await using var connection = await log.Source.OpenConnectionAsync();
        foreach (var entry in wrong)
        {
            var writing = () => AuditTrail.Write(connection, entry, CancellationToken.None);
            await writing.Should().ThrowAsync<ArgumentException>();
        }

        var past = () => log.Run("insert into audit.entries (actor, action, subject) values ('a', 'export', '石某')");
        await past.Should().ThrowAsync<Npgsql.PostgresException>();
        await AuditTrail.Write(connection, new AuditEntry(Log.Officer, AuditActions.Export, "433126101005"), CancellationToken.None);
    }

    [Fact]
    public async Task Given_somebody_about_to_see_every_field_of_a_form_when_it_is_recorded_then_all_of_them_stand_in_the_row()
    {
        await using var log = await Log.Start();
        var fields = Enumerable.Range(0, 40).Select(i => $"workplaceBeforePrefecture{i:00}").ToList();
        await using var connection = await log.Source.OpenConnectionAsync();

        await AuditTrail.PersonalDataRead(connection, Log.Officer, [Guid.NewGuid()], fields, "phone-check", CancellationToken.None);

        await using var command = log.Source.CreateCommand(
            "select string_agg(d.value, ',' order by length(d.key), d.key) from audit.entries, json_each_text(details) as d where action = 'personal-data.read' and d.key like 'fields%'");
        ((string)(await command.ExecuteScalarAsync())!).Split(',').Should().Equal(fields);
    }

    [Fact]
    public async Task Given_somebody_about_to_see_personal_data_when_it_is_recorded_then_there_is_a_row_per_person_with_fields_and_reason()
    {
        await using var log = await Log.Start();
        Guid[] people = [Guid.NewGuid(), Guid.NewGuid()];
        await using var connection = await log.Source.OpenConnectionAsync();

        await AuditTrail.PersonalDataRead(connection, Log.Officer, people, ["name", "phone"], "phone-check", CancellationToken.None);

        await using var command = log.Source.CreateCommand("select subject from audit.entries where action = 'personal-data.read' and details ->> 'reason' = 'phone-check' and details ->> 'fields' = 'name,phone' order by id");
        await using var reader = await command.ExecuteReaderAsync();
        foreach (var person in people)
        {
            (await reader.ReadAsync()).Should().BeTrue();
            reader.GetString(0).Should().Be(person.ToString());
        }
    }
}
