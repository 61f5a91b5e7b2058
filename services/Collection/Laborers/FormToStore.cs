using System.Diagnostics;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.Sealing;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Guzhang.Journal;

namespace Guzhang.Collection.Laborers;

/// <summary>A form ready to be stored: facts, sealed whole, indexes, and the append it becomes.</summary>
internal sealed record FormToStore(
    Guid Laborer, byte[] Resident, byte[] Content, byte[] WrappedKey, FormSubmitted Facts, StreamAppend Append, bool IsNew)
{
    /// <summary>Keys for look-alikes to keep, and those of a former name to drop; none where the name stays.</summary>
    public IReadOnlyList<long> Keys { get; init; } = [];

    public IReadOnlyList<long> FormerKeys { get; init; } = [];

    /// <summary>The same of the codes by which people are found.</summary>
    public IReadOnlyList<long> SearchKeys { get; init; } = [];

    public IReadOnlyList<long> FormerSearchKeys { get; init; } = [];
}

/// <summary>Who files a form, how and when. The command is the caller's own id of what they ask, so that it is carried out once.</summary>
internal sealed record Filing(string Collector, DateTimeOffset At, Guid? Import, Guid? Command = null);

/// <summary>Makes forms ready: seals, indexes, tells what changed. Pure but for the random keys.</summary>
internal sealed class FormMaker(SecretKeys keys, BlindIndex index, LookAlikeKeys alike, SearchKeys search, County county)
{
    /// <summary>Tells equal forms apart from changed ones without opening what is sealed. Who brought them is no difference.</summary>
    public byte[] Content(IReadOnlyDictionary<string, string> text) =>
        index.Of("content", string.Join('\n', text.Where(f => f.Key != "collector").Select(f => $"{f.Key}={f.Value}")));

    /// <summary>Whether a form says what is on record.</summary>
    public bool IsSame(Form form, Entry entry) => Content(FormText.Of(form)).AsSpan().SequenceEqual(entry.Content);

    /// <summary>The event that a command makes of a form: the same command about the same form makes the same.</summary>
    public Guid EventOf(Guid laborer, string officer, Guid command, Form form) =>
        new(index.Of("command", $"{laborer}\n{officer}\n{command}\n{Convert.ToHexString(Content(FormText.Of(form)))}").AsSpan(0, 16));

    /// <summary>The fields in which two forms differ. Who brought them is no difference.</summary>
    public static List<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        [.. after.Keys.Union(before.Keys).Where(f => f != "collector" && after.GetValueOrDefault(f) != before.GetValueOrDefault(f))];

    public FormToStore First(FormReading reading, Somebody person, Filing filing)
    {
        var laborer = Guid.CreateVersion7();
        var key = PersonKey.Make(laborer);
        return Make(reading, person, filing, laborer, key, key.Wrap(keys), 1, null, [], Expected.NoStream) with
        {
            Keys = person.Keys,
            SearchKeys = search.Of(reading.Form!.Name, person.Id),
        };
    }

    /// <exception cref="SealBrokenException">The person's key does not open the present form.</exception>
    public FormToStore Next(FormReading reading, Somebody person, Filing filing, Entry entry, Laborer laborer)
    {
        var key = PersonKey.Unwrap(entry.Laborer, entry.WrappedKey, keys);
        var before = FormJson.Read(key.Open(laborer.Sealed, laborer.FormEvent));
        var after = FormText.Of(reading.Form!);
        var changed = Changed(before, after);
        var next = Make(
            reading, person, filing, entry.Laborer, key, entry.WrappedKey, laborer.Form!.FormVersion + 1, laborer.Form.FormVersion, changed, laborer.StreamVersion);
        return !changed.Contains("name") ? next : next with
        {
            Keys = person.Keys,
            FormerKeys = alike.Of(before["name"], person.Id),
            SearchKeys = search.Of(after["name"], person.Id),
            FormerSearchKeys = search.Of(before["name"], person.Id),
        };
    }

    /// <summary>A laborer's newest form as text, opened.</summary>
    /// <exception cref="SealBrokenException">The person's key does not open it.</exception>
    public IReadOnlyDictionary<string, string> Open(Guid id, Laborer laborer, byte[] wrappedKey) =>
        FormJson.Read(PersonKey.Unwrap(id, wrappedKey, keys).Open(laborer.Sealed, laborer.FormEvent));

    private FormToStore Make(
        FormReading reading, Somebody person, Filing filing, Guid laborer, PersonKey key, byte[] wrapped, int version, int? follows,
        IReadOnlyList<string> changed, long expected)
    {
        var form = reading.Form!;
        var text = FormText.Of(form);
        var facts = new FormSubmitted
        {
            Laborer = laborer,
            FormYear = form.FormYear,
            FormVersion = version,
            Follows = follows,
            Town = form.Town,
            Village = form.Village,
            Means = form.ContactMeans.Code(),
            Facts = FactsOf.Form(form, DateOnly.FromDateTime(filing.At.ToOffset(TimeSpan.FromHours(8)).DateTime), county.Divisions),
            Warnings = [.. reading.Findings.Select(f => new Warning(f.Rule, f.Field)).Distinct()],
            Collector = filing.Collector,
            ChangedFields = changed,
            Import = filing.Import,
        };
        var id = filing.Command is { } command ? EventOf(laborer, filing.Collector, command, form) : Guid.CreateVersion7();
        var stored = LaborerEvents.New(id, LaborerEvents.FormSubmitted, new StoredForm(facts, key.Seal(FormJson.Write(text), id)));
        return new FormToStore(
            laborer, person.Resident, Content(text), wrapped, facts,
            new StreamAppend(LaborerEvents.Stream(laborer), expected, [stored], filing.At, Activity.Current?.Id),
            version == 1);
    }
}
