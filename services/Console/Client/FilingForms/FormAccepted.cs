using System.Text.Json;
using Guzhang.Console.Client.CheckingForms;
using Guzhang.Console.Client.Talking;

namespace Guzhang.Console.Client.FilingForms;

/// <summary>A stored form, as Collection answers it.</summary>
public sealed record FormAccepted(Guid Laborer, int FormVersion, IReadOnlyList<string> ChangedFields, IReadOnlyList<FindingText> Warnings)
{
    /// <summary>What a refusal says of the form's fields; empty where it says nothing.</summary>
    public static IReadOnlyList<FindingText> FindingsOf(ProblemException problem) =>
        problem.Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("findings", out var findings)
            ? findings.Deserialize<List<FindingText>>(JsonSerializerOptions.Web) ?? [] : [];
}

/// <summary>Somebody else was first: the person is on record, or a newer version is.</summary>
/// <param name="Title">What kind of clash it is.</param>
/// <param name="Detail">What to do.</param>
/// <param name="Laborer">Whose record it is; null where it is not the user's to see.</param>
public sealed record Clash(string Title, string Detail, Guid? Laborer)
{
    /// <summary>Null for any other refusal.</summary>
    public static Clash? Of(ProblemException problem) =>
        problem is { Status: 409, Body: { ValueKind: JsonValueKind.Object } body } && body.TryGetProperty("rule", out var rule) && rule.GetString() == "F02"
            ? new Clash(problem.Title, problem.Detail ?? "", body.TryGetProperty("laborer", out var laborer) && laborer.TryGetGuid(out var id) ? id : null)
            : null;
}
