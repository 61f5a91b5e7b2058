using Guzhang.Console.Client.CheckingForms;
using Guzhang.Domain.Forms;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>A rule that warned, by its id and field.</summary>
public sealed record WarnedRule(string Rule, string Field);

/// <summary>The newest form of somebody as Collection answers it (<c>GET collection/people/{laborer}/form</c>).</summary>
public sealed record FormAnswer(
    Guid Laborer, int FormYear, int FormVersion, string State, string Collector, DateTimeOffset SubmittedAt, Dictionary<string, string> Fields, IReadOnlyList<string> Hidden,
    IReadOnlyList<string> ChangedFields, Dictionary<string, string> Before, IReadOnlyList<WarnedRule> Warnings, IReadOnlyList<string>? ReturnReasons,
    bool HasWorked, string? LastWorkplace, string Town, string? Village, Guid? Import)
{
    /// <summary>What is followed by an update, once the personal fields are there.</summary>
    public Followed With(IReadOnlyDictionary<string, string> personal)
    {
        var fields = new Dictionary<string, string>(Fields, StringComparer.Ordinal);
        foreach (var (field, text) in personal)
        {
            fields[field] = text;
        }

        return new Followed(Laborer, FormVersion, fields, HasWorked, LastWorkplace);
    }

    /// <summary>In Chinese.</summary>
    public string StateTitle => State switch { "returned" => "专班退回", "confirmed" => "专班已确认", _ => "等待专班确认" };

    /// <summary>Why it was returned, in Chinese.</summary>
    public string Reasons => string.Join('、', (ReturnReasons ?? []).Select(code => Choices.TryParse<ReturnReason>(code, out var reason) ? reason.Label() : code));
}

/// <summary>A form to be read only: what stands in it as people write it, what changed and what is hidden.</summary>
/// <param name="county">The county's policy.</param>
/// <param name="answer">The form as Collection shows it.</param>
/// <param name="clear">Personal fields that were asked for, in the clear.</param>
public sealed class ShownForm(County county, FormAnswer answer, IReadOnlyDictionary<string, string>? clear = null)
{
    private readonly IReadOnlyDictionary<string, string> _cells = FormCells.Of(clear is null ? answer.Fields : answer.With(clear).Fields, county.Divisions);
    private readonly IReadOnlyDictionary<string, string> _before = FormCells.Of(answer.Before, county.Divisions);

    private readonly Lazy<IReadOnlyList<Finding>> _sentences = new(() => county.Read(
        answer.Fields, county.Years.Of(answer.Fields.GetValueOrDefault("formYear"), On(answer)).Year, On(answer),
        new RegisterView.OnRecord(answer.FormVersion, answer.FormVersion, answer.LastWorkplace is { } place ? new(null, null, place) : null, answer.HasWorked)).Findings);

    public County County => county;

    public FormAnswer Answer => answer;

    public FormYear Year => county.Years.Of(answer.Fields.GetValueOrDefault("formYear"), On(answer));

    private static DateOnly On(FormAnswer answer) => DateOnly.FromDateTime(answer.SubmittedAt.ToOffset(TimeSpan.FromHours(8)).DateTime);

    /// <summary>The code that stands in a field; "" where none does.</summary>
    public string Code(string field) => clear?.GetValueOrDefault(field) ?? answer.Fields.GetValueOrDefault(field, "");

    public bool IsHidden(string field) => answer.Hidden.Contains(field) && clear?.ContainsKey(field) != true;

    public bool IsChanged(string field) => answer.ChangedFields.Contains(field);

    /// <summary>What stands in some fields, in one line; null for nothing.</summary>
    public string? TextOf(IEnumerable<string> fields) => Words(fields, _cells);

    /// <summary>What stood in them before.</summary>
    public string? WasOf(IEnumerable<string> fields) => Words(fields, _before);

    /// <summary>What the rules say that warned about some fields, as far as what is shown lets them say it again.</summary>
    public IEnumerable<string> Warned(IEnumerable<string> fields) => answer.Warnings.Where(w => fields.Contains(w.Field))
        .Select(w => _sentences.Value.FirstOrDefault(f => f.Rule == w.Rule && f.Field == w.Field)?.Message ?? Showing.Words.Warning(w.Rule, w.Field));

    /// <summary>Cells of some fields in one line; null where all are blank.</summary>
    public static string? Words(IEnumerable<string> fields, IReadOnlyDictionary<string, string> cells) =>
        fields.Where(cells.ContainsKey).Select(f => cells[f]).ToList() is { Count: > 0 } words ? string.Join(' ', words) : null;
}

/// <summary>Words of a form that is followed.</summary>
internal static class FollowedCells
{
    public static IReadOnlyDictionary<string, string> Cells(this Followed follows, County county) => FormCells.Of(follows.Fields, county.Divisions);
}
