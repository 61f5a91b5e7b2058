using Guzhang.Console.Client.Talking;
using Guzhang.Domain.Forms;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>Somebody's personal fields in the clear, for a reason that is put on record (SEC-03).</summary>
internal static class PersonalFields
{
    private static readonly string[] All = [.. FormFields.All.Where(f => f.IsPersonal).Select(f => f.Name)];

    /// <exception cref="ProblemException">Refused: no reason, another's scope, erased.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> Reveal(Api api, Guid laborer, string reason) =>
        (await api.Post<Revealed>($"collection/people/{laborer}/reveal", new { fields = All, reason })).Fields;

    private sealed record Revealed(Guid Laborer, Dictionary<string, string> Fields);
}
