using System.Text.Json;
using System.Text.Json.Serialization;
using Guzhang.Console.Client.Shell;
using Microsoft.JSInterop;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>A form that was begun and not handed in, as it lies on the device.</summary>
/// <param name="Id">The laborer's for an update, a fresh one for a blank form.</param>
/// <param name="Fields">What stands in it.</param>
/// <param name="Follows">What is on record; null for a blank form.</param>
/// <param name="At">When it was last typed in.</param>
/// <param name="Command">The submission that was sent last, and may have arrived.</param>
/// <param name="Sent">What was sent under it.</param>
public sealed record FormDraft(
    Guid Id, Dictionary<string, string> Fields, Followed? Follows, DateTimeOffset At, Guid? Command = null, Dictionary<string, string>? Sent = null)
{
    /// <summary>Of whom it is, as lists show it.</summary>
    [JsonIgnore]
    public string Name => Fields.GetValueOrDefault("name") is { Length: > 0 } name ? $"{name[0]}{new string('*', Math.Max(1, name.Length - 1))}" : "（未填姓名）";

    /// <summary>The submission under which this content goes: the same again where nothing was changed since it was sent.</summary>
    public FormDraft ToSend(IReadOnlyDictionary<string, string> content) =>
        Command is not null && Sent is not null && Sent.Count == content.Count && content.All(f => Sent.GetValueOrDefault(f.Key) == f.Value)
            ? this : this with { Command = Guid.NewGuid(), Sent = new(content) };
}

/// <summary>The author's drafts on this device, under a key of theirs. Signing out asks, and forgets them.</summary>
public sealed class Drafts
{
    private readonly IJSRuntime _script;
    private readonly Session _session;
    private IJSObjectReference? _module;

    public Drafts(IJSRuntime script, Session session, Departures departures)
    {
        (_script, _session) = (script, session);
        departures.Ask(async () => await All() is { Count: > 0 } drafts ? $"这台设备上还有 {drafts.Count} 份没提交的采集表，退出后会从设备上删除，不能恢复。" : null);
        departures.OnLeaving(async () => await (await Module()).InvokeVoidAsync("forget", Author));
    }

    private string Author => _session.Me!.Id;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<FormDraft>> All() =>
        [.. (await (await Module()).InvokeAsync<string[]>("all", Author)).Select(text => JsonSerializer.Deserialize(text, DraftJson.Default.FormDraft)!).OrderByDescending(d => d.At)];

    public async Task<FormDraft?> Find(Guid id) => (await All()).FirstOrDefault(d => d.Id == id);

    public async Task Save(FormDraft draft) =>
        await (await Module()).InvokeVoidAsync("save", Author, draft.Id.ToString(), JsonSerializer.Serialize(draft, DraftJson.Default.FormDraft));

    public async Task Remove(Guid id) => await (await Module()).InvokeVoidAsync("remove", Author, id.ToString());

    /// <summary>Names the page's address after a draft, so that it is found again when the page is opened anew.</summary>
    public async Task NameAddress(string path) => await (await Module()).InvokeVoidAsync("nameAddress", path);

    /// <summary>Brings a field into view and the focus into it.</summary>
    public async Task GoTo(string id) => await (await Module()).InvokeVoidAsync("goTo", id);

    private async Task<IJSObjectReference> Module() => _module ??= await _script.InvokeAsync<IJSObjectReference>("import", "./drafts.js");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FormDraft))]
internal sealed partial class DraftJson : JsonSerializerContext;
