using System.Text.Json;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.ImportingWorkbooks;
using Guzhang.Collection.Laborers;
using Guzhang.Contracts;
using Guzhang.Journal;
using Npgsql;

namespace Guzhang.Collection.ClaimingPeople;

/// <summary>
/// Puts new people on record where the journal doesn't commit with the register (COL-04): the form is written down, the number
/// claimed on a stream of its own, the laborer's stream begun, the register filled. Whoever comes upon a claim whose owner
/// stopped on the way completes it; every step may be done again.
/// </summary>
internal sealed class Claims(NpgsqlDataSource database, IServiceJournal journal, Refusals refusals, Waiting waiting, RegisterMending mending)
{
    /// <summary>Whether each, in order, came on record; false: somebody else has the number.</summary>
    public async Task<IReadOnlyList<bool>> Store(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        if (forms.Count == 0)
        {
            return [];
        }

        // Nobody on record claims anew: of people from before the journal came to this store there is no claim.
        var there = await OnRecord([.. forms.Select(f => f.Resident)], cancel);
        var coming = forms.Where(f => !there.Contains(new BytesKey(f.Resident))).ToList();
        if (coming.Count > 0)
        {
            await waiting.Add(coming, cancel);
        }

        var stored = coming.Zip(await Complete(coming, cancel)).Where(x => x.Second).Select(x => x.First.Laborer).ToHashSet();
        return [.. forms.Select(f => stored.Contains(f.Laborer))];
    }

    /// <summary>Does all that is left to do for forms that wait.</summary>
    public async Task<IReadOnlyList<bool>> Complete(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        var mine = await Claim(forms, cancel);
        await Register([.. forms.Where(f => mine.Contains(f.Laborer))], cancel);
        await waiting.End([.. forms.Select(f => f.Laborer).Where(l => !mine.Contains(l))], cancel);
        return [.. forms.Select(f => mine.Contains(f.Laborer))];
    }

    /// <summary>The laborers whose claim stands.</summary>
    private async Task<HashSet<Guid>> Claim(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        var mine = new HashSet<Guid>();
        var claims = forms.Select(f => (Form: f, Expected: Expected.NoStream)).ToList();
        while (claims.Count > 0)
        {
            var results = await journal.Append([.. claims.Select(c => Claimed.Append(c.Form, c.Expected))], cancel);
            mine.UnionWith(claims.Zip(results).Where(x => x.Second.Outcome != AppendOutcome.WrongVersion).Select(x => x.First.Form.Laborer));
            claims = await Free([.. claims.Zip(results).Where(x => x.Second.Outcome == AppendOutcome.WrongVersion).Select(x => x.First.Form)], cancel);
        }

        return mine;
    }

    /// <summary>Those whose number is nobody's after all: its owner was erased, or never came on record and left nothing to complete.</summary>
    private async Task<List<(FormToStore Form, long Expected)>> Free(IReadOnlyList<FormToStore> late, CancellationToken cancel)
    {
        var free = new List<(FormToStore, long)>();
        if (late.Count == 0)
        {
            return free;
        }

        var streams = await journal.ReadStreams([.. late.Select(f => Claimed.Stream(f.Resident))], cancel);
        var owners = late.ToDictionary(f => f, f => Owner(streams[Claimed.Stream(f.Resident)]));
        var unfinished = await waiting.Of([.. owners.Values.Select(o => o.Laborer)], cancel);
        await Register(unfinished, cancel);
        var here = await Here([.. owners.Values.Select(o => o.Laborer)], cancel);
        free.AddRange(owners.Where(o => !here.Contains(o.Value.Laborer)).Select(o => (o.Key, o.Value.Version)));
        return free;
    }

    private static (Guid Laborer, long Version) Owner(IEnumerable<StoredEvent> claims)
    {
        var last = claims.Last();
        return (JsonSerializer.Deserialize<Claimed>(last.Data, ContractJson.Options)!.Laborer, last.Version);
    }

    private async Task<HashSet<BytesKey>> OnRecord(byte[][] residents, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select resident from collection.laborers where resident = any ($1)");
        command.Parameters.Add(new() { Value = residents });
        var there = new HashSet<BytesKey>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            there.Add(new BytesKey(reader.GetFieldValue<byte[]>(0)));
        }

        return there;
    }

    /// <summary>Those of the given who are on record and not erased.</summary>
    private async Task<HashSet<Guid>> Here(Guid[] laborers, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select laborer from collection.laborers where laborer = any ($1) and resident is not null");
        command.Parameters.Add(new() { Value = laborers });
        var here = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            here.Add(reader.GetGuid(0));
        }

        return here;
    }

    /// <summary>Begins the streams of people whose claim stands, then fills the register in one transaction.</summary>
    private async Task Register(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        if (forms.Count == 0)
        {
            return;
        }

        var begun = await journal.Append([.. forms.Select(f => f.Append)], cancel);
        await using (var connection = await database.OpenConnectionAsync(cancel))
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            var claimed = await Laborers.Register.Claim([.. forms], connection, cancel);
            var arrived = forms.Where(f => claimed.Contains(f.Laborer)).ToList();
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(LookAlikes.Keeping([.. arrived.Select(f => (f.Laborer, f.Keys))]));
            batch.BatchCommands.Add(SearchKeys.Keeping([.. arrived.Select(f => (f.Laborer, f.SearchKeys))]));
            batch.BatchCommands.Add(Waiting.Ending([.. forms.Select(f => f.Laborer)]));
            await batch.ExecuteNonQueryAsync(cancel);
            await refusals.Resolve([.. arrived.Select(f => f.Resident)], forms[0].Append.RecordedAt, connection, cancel);
            await transaction.CommitAsync(cancel);
        }

        // A stream that was there may have gone on: an answer of the task force can come before the register is filled.
        foreach (var form in forms.Zip(begun).Where(x => x.Second.Outcome == AppendOutcome.Repeated).Select(x => x.First))
        {
            await mending.Mend(form.Laborer, cancel);
        }
    }
}
