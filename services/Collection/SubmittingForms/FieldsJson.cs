using System.Text.Json;

namespace Guzhang.Collection.SubmittingForms;

/// <summary>Reads a form's fields from JSON into the raw text the form's rules take: text, numbers, booleans and lists of them.</summary>
internal static class FieldsJson
{
    public static Dictionary<string, string> Flatten(IReadOnlyDictionary<string, JsonElement>? fields)
    {
        var text = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields ?? new Dictionary<string, JsonElement>())
        {
            text[name] = Text(value);
        }

        return text;
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "是",
        JsonValueKind.False => "否",
        JsonValueKind.Array => string.Join('、', value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join(string.Empty, value.EnumerateObject().Select(p => Text(p.Value))),
        _ => string.Empty,
    };
}
