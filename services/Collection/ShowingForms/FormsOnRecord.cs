using System.Text.Json;
using Guzhang.Collection.Laborers;
using Guzhang.Collection.Sealing;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Contracts;
using Guzhang.Contracts.Collection;
using Guzhang.Domain.Forms;
using Guzhang.Journal;

namespace Guzhang.Collection.ShowingForms;

/// <summary>Opens somebody's newest form and the version before it.</summary>
internal sealed class FormsOnRecord(IServiceJournal journal, FormMaker maker)
{
    private static readonly Dictionary<string, Func<string, string?>> Masks = new()
    {
        ["name"] = Masking.Name,
        ["residentId"] = Masking.ResidentId,
        ["phone"] = Masking.Phone,
    };

    /// <exception cref="SealBrokenException">The person's key does not open it.</exception>
    public async Task<FormShown> Read(Guid laborer, byte[] wrappedKey, CancellationToken cancel)
    {
        var events = await journal.ReadStream(LaborerEvents.Stream(laborer), 0, int.MaxValue, cancel);
        var newest = events.Last(e => e.Type == LaborerEvents.FormSubmitted);
        var now = Laborer.Fold(events);
        var form = now.Form!;
        var text = maker.Open(laborer, now, wrappedKey);
        return new FormShown(
            laborer, form.FormYear, form.FormVersion, now.State.ToString().ToLowerInvariant(), form.Collector, newest.RecordedAt,
            Shown(text), [.. text.Keys.Where(IsPersonal).Where(f => !Masks.ContainsKey(f))], form.ChangedFields,
            Before(laborer, events.TakeWhile(e => e != newest), form.ChangedFields, wrappedKey), form.Warnings,
            now.State == FormState.Returned ? Reasons(events) : null, now.HasWorked,
            now.LastAway is { } away && away.FormYear == form.FormYear ? away.Place : null, form.Town, form.Village, form.Import);
    }

    private Dictionary<string, string> Before(Guid laborer, IEnumerable<StoredEvent> events, IReadOnlyList<string> changed, byte[] wrappedKey)
    {
        var facts = changed.Where(f => !IsPersonal(f)).ToList();
        if (facts.Count == 0)
        {
            return [];
        }

        var before = maker.Open(laborer, Laborer.Fold(events), wrappedKey);
        return facts.Where(before.ContainsKey).ToDictionary(f => f, f => before[f]);
    }

    private static Dictionary<string, string> Shown(IReadOnlyDictionary<string, string> text) => text
        .Select(f => (f.Key, Text: Masks.TryGetValue(f.Key, out var mask) ? mask(f.Value) ?? f.Value : IsPersonal(f.Key) ? null : f.Value))
        .Where(f => f.Text is not null).ToDictionary(f => f.Key, f => f.Text!);

    private static IReadOnlyList<string> Reasons(IReadOnlyList<StoredEvent> events) => JsonSerializer.Deserialize<FormReturned>(
        events.Last(e => e.Type == LaborerEvents.FormReturned).Data, ContractJson.Options)!.Reasons;

    private static bool IsPersonal(string field) => FormFields.ByName(field) is not { IsPersonal: false };
}
