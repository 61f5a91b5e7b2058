using Guzhang.Collection.ClaimingPeople;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.ImportingWorkbooks;
using Guzhang.Contracts.Collection;
using Guzhang.Journal;
using Guzhang.Journal.Postgres;
using Npgsql;

namespace Guzhang.Collection.Laborers;

/// <summary>
/// What the register holds about one person, without opening anything. Place is the village, or town, of the newest form:
/// whose record it is. Returned: the newest form waits for its collector.
/// </summary>
internal sealed record Entry(
    Guid Laborer, int FormYear, int FormVersion, long StreamVersion, byte[] Content, byte[] WrappedKey, string Place, bool Returned);

/// <summary>
/// Persons on record and their forms. A new person is claimed by the unique index on the blind index of the ID number in
/// the transaction that appends the first form, so of two who come at once exactly one is first (COL-04).
/// </summary>
internal sealed class Register(NpgsqlDataSource database, IServiceJournal journal, Refusals refusals, Claims claims, RegisterMending mending)
{
    /// <summary>Those of the given blind indexes that are on record.</summary>
    public async Task<Dictionary<BytesKey, Entry>> Find(IReadOnlyCollection<byte[]> residents, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            """
            select l.resident, l.laborer, l.form_year, l.form_version, l.stream_version, l.content, k.wrapped, coalesce(l.village, l.town), l.state = 'Returned'
            from collection.laborers l join collection.person_keys k using (laborer) where l.resident = any ($1)
            """);
        command.Parameters.Add(new() { Value = residents.ToArray() });
        var entries = new Dictionary<BytesKey, Entry>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            entries[new BytesKey(reader.GetFieldValue<byte[]>(0))] = new Entry(
                reader.GetGuid(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt64(4),
                reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<byte[]>(6), reader.GetString(7), reader.GetBoolean(8));
        }

        return entries;
    }

    /// <summary>Whether a laborer was erased; null where there is none such.</summary>
    public async Task<bool?> IsErased(Guid laborer, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select resident is null from collection.laborers where laborer = $1");
        command.Parameters.Add(new() { Value = laborer });
        return await command.ExecuteScalarAsync(cancel) as bool?;
    }

    /// <summary>The laborer as its stream tells.</summary>
    public async Task<Laborer> Load(Guid laborer, CancellationToken cancel) =>
        Laborer.Fold(await journal.ReadStream(LaborerEvents.Stream(laborer), 0, int.MaxValue, cancel));

    /// <summary>The form that an event brought, where it stands in the laborer's stream.</summary>
    public async Task<FormSubmitted?> FormOf(Guid laborer, Guid id, CancellationToken cancel)
    {
        var events = await journal.ReadStream(LaborerEvents.Stream(laborer), 0, int.MaxValue, cancel);
        return events.Any(e => e.Id == id) ? Laborer.Fold(events.TakeWhile(e => e.Id != id).Append(events.First(e => e.Id == id))).Form : null;
    }

    /// <summary>
    /// The laborer of an entry as the stream tells; null where the two don't say the same: another form came in between, or a
    /// stop left the row behind, which is brought up. Look again: what follows must not be checked against one and written over the other.
    /// </summary>
    public async Task<Laborer?> LoadAt(Entry entry, CancellationToken cancel)
    {
        var laborer = await Load(entry.Laborer, cancel);
        if (laborer.StreamVersion == entry.StreamVersion)
        {
            return laborer;
        }

        if (!journal.CommitsWithTables)
        {
            await mending.Mend(entry.Laborer, cancel);
        }

        return null;
    }

    /// <summary>Several laborers as their streams tell.</summary>
    public async Task<Dictionary<Guid, Laborer>> Load(IReadOnlyCollection<Guid> laborers, CancellationToken cancel)
    {
        var streams = await journal.ReadStreams([.. laborers.Select(LaborerEvents.Stream)], cancel);
        return laborers.ToDictionary(id => id, id => Laborer.Fold(streams[LaborerEvents.Stream(id)]));
    }

    /// <summary>
    /// Stores forms in one transaction and returns, in order, whether each was stored; false: somebody else was faster,
    /// look again. Forms of one call must be of different persons.
    /// </summary>
    public async Task<IReadOnlyList<bool>> Store(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        if (!journal.CommitsWithTables)
        {
            return await StoreApart(forms, cancel);
        }

        if (forms.Count > 0 && forms.All(f => f.IsNew) && await StoreNew(forms, cancel))
        {
            return [.. forms.Select(_ => true)];
        }

        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var claimed = await Claim([.. forms.Where(f => f.IsNew)], connection, cancel);
        claimed.UnionWith(await Move([.. forms.Where(f => !f.IsNew)], connection, cancel));
        var mine = forms.Where(f => claimed.Contains(f.Laborer)).OrderBy(f => f.Laborer).ToList();
        foreach (var result in await journal.Append(connection, [.. mine.Select(f => f.Append)], cancel))
        {
            if (result.Outcome == AppendOutcome.WrongVersion)
            {
                throw new InvalidOperationException("stream and register disagree on a version");
            }
        }

        await LookAlikes.Store(mine, connection, cancel);
        await SearchKeys.Store(mine, connection, cancel);
        var arrived = mine.Where(f => f.IsNew).ToList();
        if (arrived.Count > 0)
        {
            await refusals.Resolve([.. arrived.Select(f => f.Resident)], arrived[0].Append.RecordedAt, connection, cancel);
        }

        await transaction.CommitAsync(cancel);
        journal.Wake();
        return [.. forms.Select(f => claimed.Contains(f.Laborer))];
    }

    /// <summary>The usual case in one round trip and a commit: nobody of these is on record. Otherwise nothing is done.</summary>
    private async Task<bool> StoreNew(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection);
        var claim = new NpgsqlBatchCommand(
            """
            with claimed as (
                insert into collection.laborers (laborer, resident, form_year, form_version, stream_version, state, town, village, content)
                select laborer, resident, year, form_version, stream_version, 'Awaiting', town, village, content
                from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    as x (laborer, resident, year, form_version, stream_version, town, village, content, wrapped)
                order by resident)
            insert into collection.person_keys (laborer, wrapped) select x.laborer, x.wrapped from unnest($1, $9) as x (laborer, wrapped)
            """);
        Fill(claim.Parameters, forms);
        batch.BatchCommands.Add(claim);
        batch.BatchCommands.Add(LookAlikes.Keeping([.. forms.Select(f => (f.Laborer, f.Keys))]));
        batch.BatchCommands.Add(SearchKeys.Keeping([.. forms.Select(f => (f.Laborer, f.SearchKeys))]));
        batch.BatchCommands.Add(PostgresEventStore.AppendingNew([.. forms.Select(f => f.Append)]));
        batch.BatchCommands.Add(Refusals.Resolving([.. forms.Select(f => f.Resident)]));
        try
        {
            var resolved = new List<(Guid, string?)>();
            await using (var reader = await batch.ExecuteReaderAsync(cancel))
            {
                await reader.NextResultAsync(cancel); // the streams, all of them new as their laborers are
                resolved = await Refusals.Resolved(reader, cancel);
            }

            await refusals.Append(resolved, forms[0].Append.RecordedAt, connection, cancel);
            await transaction.CommitAsync(cancel);
            journal.Wake();
            return true;
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "laborers_resident_key" })
        {
            return false;
        }
    }

    /// <summary>
    /// The same where the journal doesn't commit with the register. New people are claimed first; of the others the row is
    /// moved and held while their form is appended, and brought up where it was behind the stream.
    /// </summary>
    private async Task<IReadOnlyList<bool>> StoreApart(IReadOnlyList<FormToStore> forms, CancellationToken cancel)
    {
        var first = forms.Where(f => f.IsNew).ToList();
        var stored = first.Zip(await claims.Store(first, cancel)).Where(x => x.Second).Select(x => x.First.Laborer).ToHashSet();
        foreach (var form in forms.Where(f => !f.IsNew))
        {
            if (await Follow(form, cancel))
            {
                stored.Add(form.Laborer);
            }
            else
            {
                await mending.Mend(form.Laborer, cancel);
            }
        }

        return [.. forms.Select(f => stored.Contains(f.Laborer))];
    }

    private async Task<bool> Follow(FormToStore form, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (!(await Move([form], connection, cancel)).Contains(form.Laborer))
        {
            return false;
        }

        await LookAlikes.Store([form], connection, cancel);
        await SearchKeys.Store([form], connection, cancel);
        if ((await journal.Append(connection, [form.Append], cancel))[0].Outcome == AppendOutcome.WrongVersion)
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Puts people on record whose number nobody has; answers who they are.</summary>
    internal static async Task<HashSet<Guid>> Claim(FormToStore[] forms, NpgsqlConnection connection, CancellationToken cancel)
    {
        if (forms.Length == 0)
        {
            return [];
        }

        // In the order of the index, so that two imports of the same people wait for each other instead of deadlocking.
        await using var command = Command(
            """
            with claimed as (
                insert into collection.laborers (laborer, resident, form_year, form_version, stream_version, state, town, village, content)
                select laborer, resident, year, form_version, stream_version, 'Awaiting', town, village, content
                from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    as x (laborer, resident, year, form_version, stream_version, town, village, content, wrapped)
                order by resident
                on conflict do nothing returning laborer),
            keys as (
                insert into collection.person_keys (laborer, wrapped)
                select x.laborer, x.wrapped from unnest($1, $9) as x (laborer, wrapped) join claimed using (laborer))
            select laborer from claimed
            """,
            forms, connection);
        return await Guids(command, cancel);
    }

    private static async Task<HashSet<Guid>> Move(FormToStore[] forms, NpgsqlConnection connection, CancellationToken cancel)
    {
        if (forms.Length == 0)
        {
            return [];
        }

        await using var command = Command(
            """
            update collection.laborers l
            set form_year = x.year, form_version = x.form_version, stream_version = x.stream_version, state = 'Awaiting',
                town = x.town, village = x.village, content = x.content
            from (select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    as u (laborer, resident, year, form_version, stream_version, town, village, content, wrapped) order by laborer) x
            where l.laborer = x.laborer and l.stream_version = x.stream_version - 1
            returning l.laborer
            """,
            forms, connection);
        return await Guids(command, cancel);
    }

    private static NpgsqlCommand Command(string sql, FormToStore[] forms, NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(sql, connection);
        Fill(command.Parameters, forms);
        return command;
    }

    private static void Fill(NpgsqlParameterCollection parameters, IReadOnlyList<FormToStore> forms)
    {
        void Add<T>(Func<FormToStore, T> value) => parameters.Add(new() { Value = forms.Select(value).ToArray() });
        Add(f => f.Laborer);
        Add(f => f.Resident);
        Add(f => f.Facts.FormYear);
        Add(f => f.Facts.FormVersion);
        Add(f => f.Append.ExpectedVersion + 1);
        Add(f => f.Facts.Town);
        Add(f => f.Facts.Village);
        Add(f => f.Content);
        Add(f => f.WrappedKey);
    }

    private static async Task<HashSet<Guid>> Guids(NpgsqlCommand command, CancellationToken cancel)
    {
        var ids = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}

/// <summary>Bytes compared by value.</summary>
internal readonly struct BytesKey(byte[] bytes) : IEquatable<BytesKey>
{
    private readonly byte[] _bytes = bytes;

    public bool Equals(BytesKey other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is BytesKey other && Equals(other);

    public override int GetHashCode() => BitConverter.ToInt32(_bytes);
}
