using System.Text.Json;
using Guzhang.Contracts;
using Guzhang.ServiceDefaults;

namespace Guzhang.Identity.Clients;

/// <summary>
/// The platform's own clients and their secrets: from a file that is read again when it has changed, or from a setting where
/// no file can be laid down (a container).
/// </summary>
public sealed class ClientsFile
{
    private readonly string? path;
    private readonly Lock gate = new();
    private (DateTime Written, long Length) stamp;
    private Dictionary<string, Client> clients;
    private int version = 1;

    private ClientsFile(string path) => (this.path, stamp, clients) = (path, Stamp(path), Read(path));

    private ClientsFile(Dictionary<string, Client> clients) => this.clients = clients;

    /// <summary>From Identity:Clients (the JSON itself) or Identity:ClientsFile (its path).</summary>
    public static ClientsFile From(IConfiguration settings) => settings["Identity:Clients"] is { Length: > 0 } text
        ? new ClientsFile(Parse(text, "配置项 Identity:Clients"))
        : Open(settings.Required("Identity:ClientsFile"));

    /// <summary>Reads the file; a missing or faulty one is a setting error.</summary>
    public static ClientsFile Open(string path) =>
        File.Exists(path) ? new ClientsFile(path) : throw new SettingException($"配置项 Identity:ClientsFile 指向的文件不存在：{path}");

    /// <summary>
    /// The clients, and a number that grows with every change. A faulty new version is reported and the last good one kept:
    /// it may be half written.
    /// </summary>
    public (IReadOnlyCollection<Client> Clients, int Version) Latest(ILogger log)
    {
        lock (gate)
        {
            try
            {
                if (path is not null && Stamp(path) is var now && now != stamp)
                    (clients, stamp, version) = (Read(path), now, version + 1);
            }
            catch (Exception e) when (e is SettingException or IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Clients file kept as it was: {Reason}", e.Message);
            }

            return (clients.Values, version);
        }
    }

    private static (DateTime Written, long Length) Stamp(string path)
    {
        var file = new FileInfo(path);
        return (file.LastWriteTimeUtc, file.Length);
    }

    private static Dictionary<string, Client> Read(string path) => Parse(File.ReadAllText(path), $"客户端文件 {path} ");

    private static Dictionary<string, Client> Parse(string text, string source)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(text, ContractJson.Options);
            var read = new Dictionary<string, Client>(StringComparer.Ordinal);
            foreach (var client in content?.Clients ?? throw new SettingException($"{source}缺少 clients"))
            {
                if (client?.Fault() is { } fault)
                    throw new SettingException($"{source}中 {client.Id}：{fault}");
                if (client is null || !read.TryAdd(client.Id, client))
                    throw new SettingException($"{source}中 {client?.Id} 为空或重复");
            }

            return read;
        }
        catch (JsonException e)
        {
            throw new SettingException($"{source}不是有效的 JSON：第 {e.LineNumber + 1} 行", e);
        }
    }

    private sealed record Content(List<Client?>? Clients);
}
