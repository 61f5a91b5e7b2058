using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Guzhang.Demo.Loading;

/// <summary>The dispatch table and the targets board for a terminal; Chinese characters are two columns wide.</summary>
public static class Show
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line a column of the table, one column a town: twenty-two figures side by side don't fit a terminal.</summary>
    public static string Table(JsonElement table)
    {
        var lines = table.GetProperty("lines").EnumerateArray()
            .Select(l => (Name: l.GetProperty("name").GetString()!, Figures: l.GetProperty("figures")))
            .Append((Name: "合计", Figures: table.GetProperty("total"))).ToList();
        var text = new StringBuilder("古丈县贫困劳动力稳岗就业调度表\n");
        text.Append(Pad("", 20));
        foreach (var line in lines)
        {
            text.Append(PadLeft(line.Name, 10));
        }

        text.Append('\n');
        foreach (var column in table.GetProperty("columns").EnumerateArray())
        {
            text.Append(Pad(column.GetProperty("title").GetString()!, 20));
            foreach (var line in lines)
            {
                text.Append(PadLeft(line.Figures.GetProperty(column.GetProperty("key").GetString()!).GetInt32().ToString(CultureInfo.InvariantCulture), 10));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    public static string Targets(JsonElement targets)
    {
        var text = new StringBuilder("目标任务\n");
        foreach (var target in (targets.ValueKind == JsonValueKind.Array ? targets : targets.GetProperty("targets")).EnumerateArray())
        {
            var number = target.TryGetProperty("number", out var n) && n.ValueKind == JsonValueKind.Number ? n.GetInt32() : (int?)null;
            var state = number is null ? "未下达"
                : $"{target.GetProperty("count")} 人，目标{(target.GetProperty("comparison").GetString() == "moreThan" ? "多于" : "不少于")} {number} 人，{(target.GetProperty("met").GetBoolean() ? "已完成" : $"未完成，差 {target.GetProperty("gap")} 人")}";
            text.Append(CultureInfo.InvariantCulture, $"  {Pad(target.GetProperty("name").GetString()!, 30)}{state}\n");
        }

        return text.ToString();
    }

    public static string File(JsonElement table, IReadOnlyList<string> differences)
    {
        var json = JsonNode.Parse(table.GetRawText())!.AsObject();
        json["equal"] = differences.Count == 0;
        json["differences"] = new JsonArray([.. differences.Select(d => (JsonNode)d)]);
        return json.ToJsonString(Indented) + "\n";
    }

    private static string Pad(string text, int width) => text + new string(' ', Math.Max(1, width - Width(text)));

    private static string PadLeft(string text, int width) => new string(' ', Math.Max(1, width - Width(text))) + text;

    private static int Width(string text) => text.Sum(c => c < 0x1100 ? 1 : 2);
}
