using Guzhang.Console.Client.CheckingForms;
using Guzhang.Domain.Forms;
using F = Guzhang.Domain.Forms.FieldNames;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>What is on record of the person, where the form follows an earlier one.</summary>
/// <param name="Laborer">Whose form it is.</param>
/// <param name="Version">The version that is followed.</param>
/// <param name="Fields">What it says.</param>
/// <param name="HasWorked">Whether a form so far tells of work (F20).</param>
/// <param name="LastWorkplace">Class of the last confirmed workplace (F13).</param>
public sealed record Followed(Guid Laborer, int Version, IReadOnlyDictionary<string, string> Fields, bool HasWorked = false, string? LastWorkplace = null);

/// <summary>A form while it is filled in: what stands in it, what does not apply, and every rule it breaks, by the service's own rules.</summary>
public sealed class FilledForm
{
    private readonly County _county;
    private readonly DateOnly _today;
    private readonly Dictionary<string, string> _fields;
    private readonly Dictionary<string, string> _aside = new(StringComparer.Ordinal);
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private readonly List<FindingText> _told = [];
    private IReadOnlyDictionary<string, string> _skipped;
    private bool _whole;

    /// <summary>Takes up a form.</summary>
    /// <param name="county">The county's policy.</param>
    /// <param name="today">By the business clock.</param>
    /// <param name="fields">What stands in it so far.</param>
    /// <param name="follows">What is on record; null for a blank form.</param>
    public FilledForm(County county, DateOnly today, IReadOnlyDictionary<string, string> fields, Followed? follows = null)
    {
        (_county, _today, _fields, Follows) = (county, today, new Dictionary<string, string>(fields, StringComparer.Ordinal), follows);
        _skipped = SkipLogic.Of(_fields);
        Check();
    }

    /// <summary>Something was typed: a draft is to be kept.</summary>
    public event Action? Typed;

    /// <summary>Something else is to be shown.</summary>
    public event Action? Changed;

    /// <summary>The longest that a finger is down for a tap.</summary>
    public static readonly TimeSpan Press = TimeSpan.FromMilliseconds(250);

    /// <summary>A field was left, and what is said beside fields may be another; the page may take its time.</summary>
    public event Action? Left;

    /// <summary>Text per field name; blank ones are left out.</summary>
    public IReadOnlyDictionary<string, string> Fields => _fields;

    public Followed? Follows { get; private set; }

    /// <summary>The county, for names of divisions.</summary>
    public County County => _county;

    /// <summary>Today by the business clock.</summary>
    public DateOnly Today => _today;

    /// <summary>The register can't be asked now.</summary>
    public bool IsOffline { get; set; }

    /// <summary>What was cleared, or put back, by the last answer; null where nothing was.</summary>
    public string? Notice { get; private set; }

    /// <summary>Every broken rule, in the order of the fields.</summary>
    public IReadOnlyList<FindingText> Findings { get; private set; } = [];

    /// <summary>The errors among them.</summary>
    public IEnumerable<FindingText> Errors => Findings.Where(f => f.Severity == "error");

    /// <summary>Whether the whole form was looked at: every finding is shown.</summary>
    public bool IsLookedAt => _whole;

    public FormYear Year => _county.Years.Of(Text(F.FormYear), _today);

    public string Text(string field) => _fields.GetValueOrDefault(field, "");

    /// <summary>Why a field does not apply; null where it does, or where something stands in it all the same.</summary>
    public string? Skipped(string field) =>
        _skipped.TryGetValue(field, out var reason) && Text(field) == SkipLogic.ValueOf(field, _fields) ? reason : null;

    /// <summary>What is to be said beside these fields: errors before warnings.</summary>
    public IEnumerable<FindingText> Said(IEnumerable<string> fields) =>
        Findings.Where(f => fields.Contains(f.Field) && (_whole || _left.Contains(f.Field))).OrderBy(f => f.Severity, StringComparer.Ordinal);

    /// <summary>Whether an error is said beside a field.</summary>
    public bool IsRefused(string field) => Said([field]).Any(f => f.Severity == "error");

    /// <summary>Whether a field says something else than what is on record.</summary>
    public bool IsChanged(string field) => Follows is { } follows && !(FormFields.OfTheCheck.Contains(field) && Text(field).Length == 0) && Normal(field, Text(field)) != Normal(field, follows.Fields.GetValueOrDefault(field, ""));

    /// <summary>Whether 不适用 and 无法获取 may stand in a field.</summary>
    public bool MayBeNotGiven(string field) =>
        NotGivenFields.Contains(field) && (field == F.GraduatedOn || Text(F.Verification) == "unreachable" || Text(F.Status) is not ("" or "normal"));

    /// <summary>Whether 不适用 or 无法获取 stands in it.</summary>
    public bool IsNotGiven(string field) => Text(field) is "not-applicable" or "unavailable";

    /// <summary>As somebody types: the rules wait until the field is left.</summary>
    public void Type(string field, string? value)
    {
        value ??= "";
        if (Text(field) == value)
        {
            return;
        }

        Put(field, value);
        _told.RemoveAll(t => t.Field == field);
        if (field == F.ContactMeans)
        {
            SignAnew(value);
        }

        Follow();
        Typed?.Invoke();
    }

    /// <summary>The fields are left: what is wrong with them is said from now on.</summary>
    public void Leave(params IEnumerable<string> fields)
    {
        _left.UnionWith(fields);
        Check();
        Left?.Invoke();
    }

    /// <summary>An answer that is whole at once, such as a tick.</summary>
    public void Answer(string field, string? value)
    {
        Type(field, value);
        _left.Add(field);
        Check();
        Changed?.Invoke();
    }

    /// <summary>Says everything from now on.</summary>
    /// <param name="told">What the service found besides; it stands until the field changes.</param>
    public void LookAt(IReadOnlyList<FindingText>? told = null)
    {
        _whole = true;
        _told.Clear();
        _told.AddRange(told ?? []);
        Check();
        Changed?.Invoke();
    }

    /// <summary>Follows another version, with what was chosen of the two.</summary>
    public void Rebase(Followed follows, IReadOnlyDictionary<string, string> chosen)
    {
        Follows = follows;
        _fields.Clear();
        _told.Clear();
        foreach (var (field, text) in chosen)
        {
            Put(field, text);
        }

        _skipped = SkipLogic.Of(_fields);
        Check();
        Typed?.Invoke();
        Changed?.Invoke();
    }

    private static readonly HashSet<string> NotGivenFields =
    [
        .. FormFields.All.Where(f => f.Section is not FormSection.Signatures).Select(f => f.Name).Except(
        [
            F.FormYear, F.ContactMeans, F.Town, F.Village, F.Name, F.ResidentId, F.RegisteredProvince, F.RegisteredPrefecture, F.RegisteredCounty, F.RegisteredTown,
            F.RegisteredVillage, F.Verification, F.Status, F.Working, F.Ability, F.SkillLevel, F.KeepReason, F.EmploymentFormNote, F.IndustryNote, F.NoPlanReasonNote,
            F.WillingToWork, F.NotPicky, F.StatedWish, F.OrganisedExport,
        ]),
    ];

    /// <summary>A box of none is not on the paper: none is no tick.</summary>
    internal static string Normal(string field, string text) => field == F.OrganisedExport && text == "none" ? "" : text.Trim();

    private void Put(string field, string value)
    {
        if (value.Length == 0)
        {
            _fields.Remove(field);
        }
        else
        {
            _fields[field] = value;
        }
    }

    /// <summary>A call leaves the signed paper as it lies; a visit brings a paper of its own.</summary>
    private void SignAnew(string means)
    {
        foreach (var field in (string[])[F.HouseholdSigned, F.PaperArchiveNo])
        {
            var before = Follows?.Fields.GetValueOrDefault(field, "") ?? "";
            if (means == "phone" && Text(field).Length == 0)
            {
                Put(field, before);
            }
            else if (means == "visit" && Text(field) == before)
            {
                Put(field, "");
            }
        }
    }

    /// <summary>What an answer makes needless is cleared, and put back when the answer is taken back.</summary>
    private void Follow()
    {
        var skipped = SkipLogic.Of(_fields);
        List<string> cleared = [], back = [];
        foreach (var field in skipped.Keys.Where(f => !_skipped.ContainsKey(f)))
        {
            var left = SkipLogic.ValueOf(field, _fields);
            if (Text(field) is { Length: > 0 } text && text != left)
            {
                _aside[field] = text;
                cleared.Add(field);
            }

            Put(field, left);
        }

        foreach (var field in _skipped.Keys.Where(f => !skipped.ContainsKey(f)))
        {
            if (_aside.Remove(field, out var text))
            {
                Put(field, text);
                back.Add(field);
            }
        }

        Notice = cleared.Count > 0 ? $"已清空{cleared.Count}项（{skipped[cleared[0]]}）：{Labels(cleared)}。改回原来的选择即恢复。"
            : back.Count > 0 ? $"已恢复{back.Count}项：{Labels(back)}。" : null;
        _skipped = SkipLogic.Of(_fields);
    }

    private static string Labels(List<string> fields) =>
        string.Join('、', fields.Take(4).Select(f => FormFields.ByName(f)!.Label)) + (fields.Count > 4 ? "等" : "");

    private void Check()
    {
        var own = _county.Read(_fields, Year.Year, _today, Register()).Findings.Select(FindingText.Of).ToList();
        Findings = [.. own, .. _told.Where(t => !own.Exists(o => o.Rule == t.Rule && o.Field == t.Field))];
    }

    /// <summary>What the rules are told of the register, as the service would.</summary>
    private RegisterView Register()
    {
        if (Follows is not { } follows)
        {
            return IsOffline ? RegisterView.Offline : RegisterView.Unknown;
        }

        var signed = Text(F.ContactMeans) == "phone" && FormFields.All.Any(f => f.Name != F.Collector && !FormFields.OfTheCheck.Contains(f.Name) && IsChanged(f.Name))
            && DateOnly.TryParse(follows.Fields.GetValueOrDefault(F.HouseholdSigned), System.Globalization.CultureInfo.InvariantCulture, out var day) ? day : (DateOnly?)null;
        return new RegisterView.OnRecord(
            follows.Version, follows.Version, follows.LastWorkplace is { } place ? new(null, null, place) : null, follows.HasWorked, signed);
    }
}
