using System.Diagnostics;
using System.Security.Cryptography;
using Guzhang.Audit;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.ImportingWorkbooks;
using Guzhang.Collection.Laborers;
using Guzhang.Collection.Sealing;
using Guzhang.Domain;
using Guzhang.Journal;
using Npgsql;

namespace Guzhang.Collection.ErasingPeople;

/// <summary>
/// Erases people: the key, so that no event opens any more, and everything by which they could be found. What is counted stays.
/// The ledger knows of it before it commits.
/// </summary>
internal sealed class Erasure(
    NpgsqlDataSource database, IServiceJournal journal, Register register, FormMaker maker, Somebodies somebodies, RefusedRows refusedRows,
    ErasureLedger ledger)
{
    /// <summary>True where somebody was erased now, false where they had been; null where there is none such.</summary>
    public async Task<bool?> Erase(Erased erased, Actor actor, CancellationToken cancel)
    {
        if (await Look(erased.Laborer, cancel) is not var (resident, wrappedKey))
        {
            return null;
        }

        if (wrappedKey is null)
        {
            return false;
        }

        // Before the transaction, which is to be short: rows of some days' imports have to be opened.
        var imports = await refusedRows.Naming(About(resident, await Name(erased.Laborer, wrappedKey, cancel)), cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!await Lock(erased.Laborer, connection, cancel))
        {
            return false;
        }

        var version = await Append(erased, actor, connection, cancel);
        await Forget(erased, actor, resident, imports, version, connection, cancel);
        var details = new Dictionary<string, string> { ["reason"] = erased.Reason };
        await AuditTrail.Write(connection, new AuditEntry(actor, AuditActions.PersonErased, erased.Laborer.ToString(), details), cancel);
        await ledger.Add(erased, cancel);
        await transaction.CommitAsync(cancel);
        journal.Wake();
        return true;
    }

    /// <summary>Those of the given who are not erased here.</summary>
    public async Task<IReadOnlyList<Guid>> StillHere(IReadOnlyCollection<Guid> laborers, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select laborer from collection.person_keys where laborer = any ($1)");
        command.Parameters.Add(new() { Value = laborers.ToArray() });
        var here = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            here.Add(reader.GetGuid(0));
        }

        return here;
    }

    private async Task<(byte[] Resident, byte[]? WrappedKey)?> Look(Guid laborer, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            "select coalesce(l.resident, ''), k.wrapped from collection.laborers l left join collection.person_keys k using (laborer) where l.laborer = $1");
        command.Parameters.Add(new() { Value = laborer });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? (reader.GetFieldValue<byte[]>(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetFieldValue<byte[]>(1))
            : null;
    }

    /// <summary>Null where the form does not open: it is erased all the same.</summary>
    private async Task<string?> Name(Guid id, byte[] wrappedKey, CancellationToken cancel)
    {
        try
        {
            return maker.Open(id, await register.Load(id, cancel), wrappedKey)["name"];
        }
        catch (SealBrokenException)
        {
            return null;
        }
    }

    /// <summary>A row of a sheet is about somebody when it has their number, or their name: of somebody else of that name only an answer goes early.</summary>
    private Func<IReadOnlyDictionary<string, string>, bool> About(byte[] resident, string? name) => fields =>
        (somebodies.Read(fields)?.Resident.AsSpan().SequenceEqual(resident) ?? false)
        || (name is not null && PersonName.TryRead(fields.GetValueOrDefault("name"), out var given) && given == name);

    /// <summary>
    /// Takes the row so that no form is stored and no key made meanwhile: first what the makers of keys take first. False where
    /// another erasure was faster.
    /// </summary>
    private static async Task<bool> Lock(Guid laborer, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in (string[])[
            "delete from collection.look_alikes_missing where laborer = $1",
            "delete from collection.search_keys_missing where laborer = $1",
            "select 1 from collection.laborers where laborer = $1 for update"])
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new() { Value = laborer } } });
        }

        await batch.ExecuteNonQueryAsync(cancel);
        await using var key = new NpgsqlCommand("select 1 from collection.person_keys where laborer = $1", connection);
        key.Parameters.Add(new() { Value = laborer });
        return await key.ExecuteScalarAsync(cancel) is not null;
    }

    private async Task<long> Append(Erased erased, Actor actor, NpgsqlConnection connection, CancellationToken cancel)
    {
        var laborer = await register.Load(erased.Laborer, cancel);

        // The id is the laborer's: after a restore the same event is stored again, once.
        var id = new Guid(SHA256.HashData([.. erased.Laborer.ToByteArray(), .. "erased"u8]).AsSpan(0, 16));
        var data = new LaborerErased { Laborer = erased.Laborer, Officer = actor.Id, Reason = erased.Reason };
        var stored = LaborerEvents.New(id, LaborerEvents.LaborerErased, data) with { Published = false };
        var append = new StreamAppend(LaborerEvents.Stream(erased.Laborer), laborer.StreamVersion, [stored], erased.At, Activity.Current?.Id);
        return (await journal.Append(connection, [append], cancel))[0] is { Outcome: not AppendOutcome.WrongVersion } result
            ? result.Version
            : throw new TimeoutException("a laborer's stream moved under a lock on its row");
    }

    /// <summary>The keys are looked for by laborer, whatever name they were made of: that reads the whole table, some milliseconds for a county.</summary>
    private static async Task Forget(Erased erased, Actor actor, byte[] resident, IReadOnlyCollection<Guid> imports, long version, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch(connection);
        void Add(string sql, params object[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            batch.BatchCommands.Add(command);
        }

        Add("delete from collection.look_alikes where laborer = $1", erased.Laborer);
        Add("delete from collection.search_keys where laborer = $1", erased.Laborer);
        Add("delete from collection.refusals where subject = $1", resident);
        Add("delete from collection.import_keys where import = any ($1)", imports.ToArray());
        Add("update collection.import_findings set cells = null where import = any ($1) and cells is not null", imports.ToArray());
        Add("delete from collection.person_keys where laborer = $1", erased.Laborer);
        Add("update collection.laborers set resident = null, content = '', stream_version = $2 where laborer = $1", erased.Laborer, version);
        Add(
            "insert into collection.erasures (laborer, officer, reason, at) values ($1, $2, $3, $4) on conflict do nothing",
            erased.Laborer, actor.Id, erased.Reason, erased.At.ToUniversalTime());
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
