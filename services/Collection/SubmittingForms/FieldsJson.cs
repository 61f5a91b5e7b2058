using System.Text.Json;
using Guzhang.Domain.Forms;
using Guzhang.ServiceDefaults.Http;

namespace Guzhang.Collection.SubmittingForms;

/// <summary>Reads a form's fields from JSON into the raw text the form's rules take: text, numbers, booleans and lists of them.</summary>
internal static class FieldsJson
{
    /// <summary>Field names, or the printed labels, to text.</summary>
    /// <exception cref="UnusableRequestException">A name that the form doesn't have, one field twice, or text that is no Unicode.</exception>
    public static Dictionary<string, string> Flatten(IReadOnlyDictionary<string, JsonElement>? fields)
    {
        var text = new Dictionary<string, string>(StringComparer.Ordinal);
        var unknown = new List<string>();
        foreach (var (given, value) in fields ?? new Dictionary<string, JsonElement>())
        {
            var name = (FormFields.ByName(given) ?? FormFields.ByHeader(given))?.Name;
            if (name is null)
            {
                unknown.Add(given);
            }
            else if (!text.TryAdd(name, Read(value, given)))
            {
                throw new UnusableRequestException($"“{given}”填了两遍，请只保留一个。");
            }
        }

        return unknown.Count == 0 ? text : throw new UnusableRequestException($"采集表没有这些项：{string.Join('、', unknown.Take(20))}。项目名称见 GET /forms/fields。");
    }

    private static string Read(JsonElement value, string name)
    {
        try
        {
            return Text(value);
        }
        catch (InvalidOperationException)
        {
            throw new UnusableRequestException($"“{name}”的内容不是有效的 UTF-8 文字。");
        }
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
