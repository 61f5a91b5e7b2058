using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Xml.Linq;

namespace Guzhang.Contracts.Tests.Published;

/// <summary>JSON Schemas made from the contract records, with what their docstrings say of each field.</summary>
internal static class EventSchemas
{
    private static readonly JsonSerializerOptions Strict = new(ContractJson.Options) { NumberHandling = JsonNumberHandling.Strict };

    private static readonly Dictionary<string, XElement> Documented = XDocument.Load(Path.ChangeExtension(typeof(EventTypes).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, m => m);

    /// <summary>What the documents are printed with.</summary>
    public static JsonSerializerOptions Printed { get; } = new(ContractJson.Options) { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of the data of an event type.</summary>
    public static JsonObject Of(Type record)
    {
        var schema = (JsonObject)Strict.GetJsonSchemaAsNode(record, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe });
        return new JsonObject([new("$schema", "https://json-schema.org/draft/2020-12/schema"), .. schema.ToList().Select(p => { schema.Remove(p.Key); return p; })]);
    }

    /// <summary>A field that is absent is left out, never null; numbers are numbers.</summary>
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        if (schema["type"] is JsonArray types)
        {
            var others = types.Select(t => (string)t!).Where(t => t != "null").ToList();
            schema["type"] = others.Count == 1 ? others[0] : new JsonArray([.. others.Select(t => JsonValue.Create(t))]);
        }

        if (schema["required"] is JsonArray required)
        {
            var absent = context.TypeInfo.Properties.Where(p => p.IsGetNullable).Select(p => p.Name).ToHashSet();
            schema["required"] = new JsonArray([.. required.Select(name => (string)name!).Where(name => !absent.Contains(name)).Select(name => JsonValue.Create(name))]);
        }

        schema.Remove("default");
        if ((context.PropertyInfo is { AttributeProvider: MemberInfo member } ? Summary($"P:{member.DeclaringType!.FullName}.{member.Name}") : Summary($"T:{context.TypeInfo.Type.FullName}")) is { } text)
        {
            schema.Insert(0, "description", text);
        }

        return schema;
    }

    private static string? Summary(string member) =>
        Documented.TryGetValue(member, out var found) && found.Element("summary") is { } summary
            ? string.Join(' ', string.Concat(summary.Nodes().Select(Text)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : null;

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => JsonNamingPolicy.CamelCase.ConvertName(((string)see.Attribute("cref")!).Split('.')[^1]),
        XElement element => element.Value,
        _ => "",
    };
}
