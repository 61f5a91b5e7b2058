using System.Text.RegularExpressions;

namespace Guzhang.AppHost;

/// <summary>
/// A part of a setting's value that depends on where the platform runs, written {kind} or {kind:name} in the data. Who starts
/// the platform fills it: the native start with what this machine has, Aspire with what it will have.
/// </summary>
public readonly partial record struct Placeholder(string Kind, string Name)
{
    /// <summary>The folder of the county's policy data.</summary>
    public const string County = "{county}";

    /// <summary>Where telemetry is sent; left out where nobody listens.</summary>
    public const string Telemetry = "{telemetry}";

    /// <summary>A name that tells this installation from others.</summary>
    public const string Installation = "{installation}";

    /// <summary>The EventStoreDB that keeps a journal; left out where PostgreSQL does.</summary>
    public const string EventStoreDb = "{eventstoredb}";

    /// <summary>The service's own folder of secrets.</summary>
    public const string Secrets = "{folder:secrets}";

    /// <summary>The file, outside the database, that keeps the newest seal of the service's audit log.</summary>
    public const string AuditWitness = "{file:audit}";

    /// <summary>The file, outside the database and its backups, that remembers who was erased.</summary>
    public const string ErasureLedger = "{file:erasures}";

    /// <summary>The file of clients and their secrets; left out where they are passed as <see cref="Clients"/>.</summary>
    public const string ClientsFile = "{file:clients}";

    /// <summary>The clients and their secrets, as JSON; left out where a file holds them.</summary>
    public const string Clients = "{clients}";

    /// <summary>Address of a service as other services call it.</summary>
    public static string Address(string service) => $"{{address:{service}}}";

    /// <summary>Address of a service as everybody knows it, browsers too: the issuer of tokens, where people come back to.</summary>
    public static string Public(string service) => $"{{public:{service}}}";

    /// <summary>Host and port of a server's endpoint.</summary>
    public static string Endpoint(string endpoint) => $"{{host:{endpoint}}}:{{port:{endpoint}}}";

    /// <summary>A secret of an owner (a service or a server).</summary>
    public static string Secret(string owner, string name) => $"{{secret:{owner}/{name}}}";

    /// <summary>The value with every placeholder filled; null (the setting is left out) where one of them has no value here.</summary>
    public static string? Fill(string template, Func<Placeholder, string?> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var whole = true;
        var filled = Pattern().Replace(template, found =>
        {
            var text = value(Of(found));
            whole &= text is not null;
            return text ?? "";
        });
        return whole ? filled : null;
    }

    /// <summary>The placeholders of a value.</summary>
    public static IEnumerable<Placeholder> In(string template) => Pattern().Matches(template).Select(Of);

    /// <summary>The value's parts in order: text, or a placeholder.</summary>
    public static IEnumerable<(string Text, Placeholder? Placeholder)> Parts(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var at = 0;
        foreach (Match found in Pattern().Matches(template))
        {
            if (found.Index > at)
            {
                yield return (template[at..found.Index], null);
            }
            yield return ("", Of(found));
            at = found.Index + found.Length;
        }
        if (at < template.Length)
        {
            yield return (template[at..], null);
        }
    }

    private static Placeholder Of(Match found) => new(found.Groups["kind"].Value, found.Groups["name"].Value);

    // JSON's braces are never followed by a letter.
    [GeneratedRegex("\\{(?<kind>[a-z]+)(:(?<name>[a-z0-9/-]+))?\\}")]
    private static partial Regex Pattern();
}
