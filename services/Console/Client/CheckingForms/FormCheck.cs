using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guzhang.Domain.Forms;

namespace Guzhang.Console.Client.CheckingForms;

/// <summary>The form's rules for the page's script: JSON in, JSON out.</summary>
[SupportedOSPlatform("browser")]
public static partial class FormCheck
{
    private static County? _county;

    /// <summary>Says which county's policy the rules go by.</summary>
    public static void Use(County county) => _county = county;

    /// <summary>Every finding of every form, in the order of the forms and, inside each, of the fields.</summary>
    /// <param name="request">A <see cref="FormsToCheck"/> as JSON.</param>
    /// <returns>A list of <see cref="FindingText"/> per form, as JSON.</returns>
    [JSExport]
    public static string Check(string request)
    {
        var county = _county ?? throw new InvalidOperationException("The county's policy has not been fetched.");
        var forms = JsonSerializer.Deserialize(request, FormCheckJson.Default.FormsToCheck)!;
        List<List<FindingText>> answers = [.. forms.Forms.Select(fields => county.Read(fields, forms.FormYear, forms.FormDate, ViewOf(forms.Register))
            .Findings.Select(FindingText.Of).ToList())];
        return JsonSerializer.Serialize(answers, FormCheckJson.Default.ListListFindingText);
    }

    private static RegisterView ViewOf(string register) => register switch
    {
        "offline" => RegisterView.Offline,
        "unknown" => RegisterView.Unknown,
        _ => throw new ArgumentException($"No such knowledge of the register: {register}", nameof(register)),
    };
}

/// <summary>Forms of one form year, as texts per field name.</summary>
/// <param name="FormYear">A form year of the county's calendar.</param>
/// <param name="FormDate">Today by the business clock.</param>
/// <param name="Register"><c>unknown</c>: none of the people is on record; <c>offline</c>: nobody can be asked.</param>
/// <param name="Forms">The forms.</param>
public sealed record FormsToCheck(int FormYear, DateOnly FormDate, string Register, IReadOnlyList<Dictionary<string, string>> Forms);

/// <summary>A broken rule as the service answers it.</summary>
public sealed record FindingText(string Rule, string Field, string Severity, string Message)
{
    /// <summary>The same of one of the rules here.</summary>
    public static FindingText Of(Finding finding) =>
        new(finding.Rule, finding.Field, finding.Severity == Domain.Forms.Severity.Error ? "error" : "warning", finding.Message);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FormsToCheck))]
[JsonSerializable(typeof(List<List<FindingText>>))]
internal sealed partial class FormCheckJson : JsonSerializerContext;
