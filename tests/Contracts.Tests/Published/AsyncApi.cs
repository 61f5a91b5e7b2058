using System.Text.Json.Nodes;
using Guzhang.Contracts.OtherSystems;

namespace Guzhang.Contracts.Tests.Published;

/// <summary>The AsyncAPI 3 document of everything that other systems may be granted, made from the contract records.</summary>
internal static class AsyncApi
{
    public static JsonObject Of(IReadOnlyDictionary<string, Type> all)
    {
        var sources = all.Keys.GroupBy(EventTypes.SourceOf).ToList();
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "古丈县贫困劳动力稳岗就业平台 · 对外事件",
                ["version"] = "1.0.0",
                ["description"] = "Events about laborers for other systems: pseudonymous ids, towns and facts, nothing personal. "
                    + "A subscriber reads one stream of its own on the broker, bound to the event types and towns it is granted, and the services' journals over HTTP "
                    + "(GET /journal). docs/subscribers.md says how both are read together without a gap or a double.",
                ["license"] = new JsonObject { ["name"] = "see the repository" },
            },
            ["defaultContentType"] = "application/json",
            ["servers"] = new JsonObject
            {
                ["broker"] = new JsonObject
                {
                    ["host"] = "{host}:{port}",
                    ["pathname"] = "/{virtualHost}",
                    ["protocol"] = "amqp",
                    ["protocolVersion"] = "0.9.1",
                    ["description"] = "RabbitMQ; address, user, secret and stream are given to each subscriber by the operator.",
                    ["variables"] = new JsonObject
                    {
                        ["host"] = new JsonObject { ["default"] = "127.0.0.1" },
                        ["port"] = new JsonObject { ["default"] = "5672" },
                        ["virtualHost"] = new JsonObject { ["default"] = "guzhang" },
                    },
                    ["security"] = new JsonArray(new JsonObject { ["$ref"] = "#/components/securitySchemes/subscriber" }),
                },
            },
            ["channels"] = new JsonObject(sources.Select(source => KeyValuePair.Create<string, JsonNode?>(source.Key, Channel(source.Key, source)))),
            ["operations"] = new JsonObject(sources.Select(source => KeyValuePair.Create<string, JsonNode?>($"publish-{source.Key}", Operation(source.Key, source)))),
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["subscriber"] = new JsonObject { ["type"] = "userPassword" } },
                ["schemas"] = new JsonObject { ["headers"] = Headers() },
                ["messages"] = new JsonObject(all.Select(type => KeyValuePair.Create<string, JsonNode?>(type.Key, Message(type.Key, type.Value)))),
            },
        };
    }

    private static JsonObject Channel(string source, IEnumerable<string> types) => new()
    {
        ["address"] = "{type}.{town}",
        ["description"] = $"What the service {source} publishes; within a laborer (cloudEvents:subject) in order of cloudEvents:seq.",
        ["parameters"] = new JsonObject
        {
            ["type"] = new JsonObject { ["description"] = "The event type: four words." },
            ["town"] = new JsonObject { ["description"] = $"The town's code, 9 digits; {EventRouting.NoTown} where the event belongs to none." },
        },
        ["messages"] = new JsonObject(types.Select(type => KeyValuePair.Create<string, JsonNode?>(type, new JsonObject { ["$ref"] = $"#/components/messages/{type}" }))),
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject { ["name"] = EventRouting.Exchange(source), ["type"] = "topic", ["durable"] = true, ["autoDelete"] = false, ["vhost"] = "guzhang" },
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static JsonObject Operation(string source, IEnumerable<string> types) => new()
    {
        ["action"] = "send",
        ["channel"] = new JsonObject { ["$ref"] = $"#/channels/{source}" },
        ["summary"] = $"The service {source} publishes its events.",
        ["messages"] = new JsonArray([.. types.Select(type => new JsonObject { ["$ref"] = $"#/channels/{source}/messages/{type}" })]),
    };

    private static JsonObject Message(string type, Type record)
    {
        var schema = EventSchemas.Of(record);
        schema.Remove("$schema");
        return new JsonObject
        {
            ["name"] = type,
            ["title"] = record.Name,
            ["summary"] = (string?)schema["description"],
            ["contentType"] = "application/json",
            ["headers"] = new JsonObject { ["$ref"] = "#/components/schemas/headers" },
            ["payload"] = schema,
            ["bindings"] = new JsonObject { ["amqp"] = new JsonObject { ["messageType"] = type, ["bindingVersion"] = "0.3.0" } },
        };
    }

    /// <summary>The attributes of CloudEvents as headers, and ours among them.</summary>
    private static JsonObject Headers()
    {
        JsonObject Field(string type, string description, string? format = null)
        {
            var field = new JsonObject { ["type"] = type, ["description"] = description };
            if (format is not null)
            {
                field["format"] = format;
            }

            return field;
        }

        var always = new Dictionary<string, JsonObject>
        {
            ["cloudEvents:specversion"] = new() { ["type"] = "string", ["const"] = "1.0" },
            ["cloudEvents:id"] = Field("string", "Unique for ever; a duplicate is told by it.", "uuid"),
            ["cloudEvents:type"] = Field("string", "The event type."),
            ["cloudEvents:source"] = Field("string", "The service that published it."),
            ["cloudEvents:subject"] = Field("string", "The aggregate, for example laborer-{id}; order is kept within source and subject."),
            ["cloudEvents:time"] = Field("string", "When it happened, by the business clock (China time).", "date-time"),
            ["cloudEvents:storedat"] = Field("string", "When it was stored, by the real clock.", "date-time"),
            ["cloudEvents:seq"] = Field("integer", "Counts the published events of source and subject, from 1; those of other types and towns too."),
            ["cloudEvents:checkpoint"] = Field("string", "Everything of the source up to this journal position was sent before this message: what GET /journal?from= takes when something was missed."),
        };
        var sometimes = new Dictionary<string, JsonObject>
        {
            ["cloudEvents:town"] = Field("string", "The town's code, where the event belongs to one."),
            ["cloudEvents:traceparent"] = Field("string", "W3C trace context."),
        };
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(always.Concat(sometimes).Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))),
            ["required"] = new JsonArray([.. always.Keys.Select(name => JsonValue.Create(name))]),
        };
    }
}
