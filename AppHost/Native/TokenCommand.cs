using System.Text.Json;

namespace Guzhang.AppHost.Native;

/// <summary>`token ROLE SCOPE`: an access token of this clone's running Identity, for trying things.</summary>
public static class TokenCommand
{
    public static async Task<int> RunAsync(Repository repository, string role, string division, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var identity = FindIdentity(repository.Local) ?? throw new StartFailedException("the platform is not running in this clone: start it with ./run");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Topology.TrialClient,
            ["client_secret"] = ClientsFile.Secret(new SecretFolder(Path.Combine(repository.Local, "secrets")), Topology.TrialClient),
            ["role"] = role,
            ["division"] = division,
        });
        try
        {
            using var answer = await client.PostAsync(new Uri(identity, "/connect/token"), form, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                throw new StartFailedException($"no token: {Reason(text) ?? $"identity answers {(int)answer.StatusCode}"}");
            }
            await Console.Out.WriteLineAsync(Field(text, "access_token"));
            return 0;
        }
        catch (HttpRequestException e)
        {
            throw new StartFailedException($"identity does not answer at {identity} (is it still starting?)", e);
        }
    }

    /// <summary>Identity's address, only while the very process that we started there runs.</summary>
    private static Uri? FindIdentity(string local)
    {
        var file = Path.Combine(local, "state.json");
        if (!File.Exists(file))
        {
            return null;
        }
        var state = LocalState.Load(file);
        var runs = state.Processes.Any(process => process.Name == "identity" && new ProcessIdentity(process.Pid, process.Started).IsRunning);
        return runs ? new Uri($"http://127.0.0.1:{state.Ports["identity"]}") : null;
    }

    private static string? Reason(string json) => Field(json, "error_description") ?? Field(json, "error");

    private static string? Field(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
