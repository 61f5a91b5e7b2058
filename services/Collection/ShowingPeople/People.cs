using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.Laborers;
using Guzhang.Collection.Sealing;
using Guzhang.Domain;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.Collection.ShowingPeople;

/// <summary>Somebody on record, nothing opened. Without a key they were erased.</summary>
internal sealed record OnRecord(Guid Laborer, byte[]? WrappedKey, string Town, string? Village, int FormYear, string State)
{
    /// <summary>Whose record it is.</summary>
    public string Place => Village ?? Town;
}

/// <summary>Finds people on record and opens their newest forms.</summary>
internal sealed partial class People(NpgsqlDataSource database, Register register, FormMaker maker, SearchKeys keys, BlindIndex index, Pinyin pinyin, ILogger<People> log)
{
    private const string Columns = "l.laborer, k.wrapped, l.town, l.village, l.form_year, l.state";

    /// <summary>Those of the given ids whom the caller may see, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, OnRecord>> Find(IReadOnlyCollection<Guid> laborers, Caller caller, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from collection.laborers l left join collection.person_keys k using (laborer) where l.laborer = any ($1)");
        command.Parameters.Add(new() { Value = laborers.ToArray() });
        return (await Read(command, cancel)).Where(p => caller.Covers(p.Place)).ToDictionary(p => p.Laborer);
    }

    /// <summary>Anybody on record; null where there is none such.</summary>
    public async Task<OnRecord?> Find(Guid laborer, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from collection.laborers l left join collection.person_keys k using (laborer) where l.laborer = $1");
        command.Parameters.Add(new() { Value = laborer });
        return (await Read(command, cancel)).SingleOrDefault();
    }

    /// <summary>Whom a term means of those the caller may see, with name and number opened; at most <paramref name="limit"/>, and whether there may be more.</summary>
    public async Task<(IReadOnlyList<PersonRow> People, bool More)> Search(SearchTerm term, Caller caller, int limit, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(term.Kind == SearchKind.ResidentId
            ? $"""
              select {Columns} from collection.laborers l join collection.person_keys k using (laborer)
              where l.resident = $1 and starts_with(coalesce(l.village, l.town), $2) limit $3
              """
            : $"""
              select {Columns} from collection.search_keys s join collection.laborers l using (laborer) join collection.person_keys k using (laborer)
              where s.key = $1 and starts_with(coalesce(l.village, l.town), $2) order by l.laborer limit $3
              """);
        command.Parameters.Add(new() { Value = term.Kind == SearchKind.ResidentId ? index.Of("resident", term.Value) : keys.For(term) });
        command.Parameters.Add(new() { Value = caller.Division });
        command.Parameters.Add(new() { Value = limit + 1 });
        var met = await Read(command, cancel);
        var opened = await Open([.. met.Take(limit)], cancel);
        return ([.. opened.Where(o => o.Text is { } text && term.Means(text["name"], text["residentId"], pinyin)).Select(o => PersonRow.Of(o.Person, o.Text))], met.Count > limit);
    }

    /// <summary>Their newest forms as text, in order; no text of whom was erased, or whose form does not open.</summary>
    public async Task<IReadOnlyList<(OnRecord Person, IReadOnlyDictionary<string, string>? Text)>> Open(IReadOnlyCollection<OnRecord> people, CancellationToken cancel)
    {
        var laborers = await register.Load([.. people.Where(p => p.WrappedKey is not null).Select(p => p.Laborer)], cancel);
        return [.. people.Select(p => (p, p.WrappedKey is { } key ? TryOpen(p.Laborer, laborers[p.Laborer], key) : null))];
    }

    /// <summary>Somebody's newest form as text.</summary>
    /// <exception cref="SealBrokenException">It does not open.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Open(Guid laborer, byte[] wrappedKey, CancellationToken cancel) =>
        maker.Open(laborer, await register.Load(laborer, cancel), wrappedKey);

    private IReadOnlyDictionary<string, string>? TryOpen(Guid id, Laborer laborer, byte[] wrappedKey)
    {
        try
        {
            return maker.Open(id, laborer, wrappedKey);
        }
        catch (SealBrokenException)
        {
            Broken(log, id);
            return null;
        }
    }

    private static async Task<List<OnRecord>> Read(NpgsqlCommand command, CancellationToken cancel)
    {
        var people = new List<OnRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            people.Add(new OnRecord(
                reader.GetGuid(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetFieldValue<byte[]>(1), reader.GetString(2),
                await reader.IsDBNullAsync(3, cancel) ? null : reader.GetString(3), reader.GetInt32(4), reader.GetString(5)));
        }

        return people;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the form of laborer {Laborer} does not open: it was changed, moved, or sealed with another key")]
    private static partial void Broken(ILogger log, Guid laborer);
}
