using Guzhang.Collection.Laborers;
using Guzhang.Collection.Sealing;
using Guzhang.Domain;
using Npgsql;

namespace Guzhang.Collection.FindingPeople;

/// <summary>
/// The keyed codes under which people are found by the last four of the number, by how the name begins and by its pinyin's
/// initials: four for a name of three characters. They are kept and dropped with the form that says the name. The whole
/// number needs none: one person one record has it already.
/// </summary>
internal sealed class SearchKeys(BlindIndex index, Pinyin pinyin)
{
    /// <summary>Longer beginnings are looked for by their first six; what is found is looked at again.</summary>
    private const int Longest = 6;

    /// <summary>All codes of somebody.</summary>
    public long[] Of(string name, ResidentId id) =>
    [
        Code(SearchKind.LastFour, id.Value[^4..]),
        .. Beginnings(SearchTerm.Plain(name)).Select(beginning => Code(SearchKind.Name, beginning)),
        Code(SearchKind.Initials, SearchTerm.InitialsOf(name, pinyin)),
    ];

    /// <summary>All codes of somebody whose form is open.</summary>
    public long[] Of(IReadOnlyDictionary<string, string> text) =>
        ResidentId.TryParse(text["residentId"], out var id) ? Of(text["name"], id!) : [];

    /// <summary>The code under which those are kept whom a term may mean.</summary>
    public long For(SearchTerm term) => Code(term.Kind, term.Kind == SearchKind.Name ? Beginnings(term.Value).Last() : term.Value);

    /// <summary>Keeps the codes of new people, and of those whose name has changed, in the transaction that stores their forms.</summary>
    public static async Task Store(IReadOnlyCollection<FormToStore> forms, NpgsqlConnection connection, CancellationToken cancel)
    {
        if (forms.All(f => f.SearchKeys.Count == 0))
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(PeopleKeys.Command(
            "delete from collection.search_keys s using unnest($1, $2) as x (key, laborer) where s.key = x.key and s.laborer = x.laborer",
            [.. forms.Select(f => (f.Laborer, f.FormerSearchKeys))]));
        batch.BatchCommands.Add(Keeping([.. forms.Select(f => (f.Laborer, f.SearchKeys))]));
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Keeps people's codes.</summary>
    public static NpgsqlBatchCommand Keeping(IReadOnlyCollection<(Guid Laborer, IReadOnlyList<long> Keys)> people) =>
        PeopleKeys.Command("insert into collection.search_keys (key, laborer) select * from unnest($1, $2)", people);

    private static IEnumerable<string> Beginnings(string text)
    {
        var ends = new List<int>();
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            end += rune.Utf16SequenceLength;
            ends.Add(end);
        }

        return ends.Take(Longest).Skip(SearchTerm.Shortest - 1).Select(at => text[..at]);
    }

    private long Code(SearchKind kind, string value) => index.Tag($"search-{kind}", value);
}
