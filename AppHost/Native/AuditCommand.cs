using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Guzhang.AppHost.Native;

/// <summary>
/// `audit`: has every running service prove its audit log, and holds it against the newest seal that this command noted last
/// time. 0: all whole; 1: one is broken, and where.
/// </summary>
public static class AuditCommand
{
    private sealed record Head(long Seq, string Seal);

    private sealed record Broken(long Seq, long? Entry, string Kind, string Message);

    private sealed record Proof(bool Whole, long Sealed, long Unsealed, Head? Head, Broken? Broken, Head? Witness);

    public static async Task<int> RunAsync(Repository repository, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var running = RunningServices.Find(repository.Local);
        var notes = Path.Combine(repository.Local, "audit", "noted.json");
        var noted = File.Exists(notes) ? JsonSerializer.Deserialize<Dictionary<string, Head>>(await File.ReadAllTextAsync(notes, cancellation))! : [];
        using var identity = new IdentityClient(running["identity"], new SecretFolder(Path.Combine(repository.Local, "secrets")));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await identity.TokenAsync("auditor", repository.CountyCode, cancellation));
        var whole = true;
        foreach (var service in Topology.WithInterface.Where(service => service.HasDatabase && running.ContainsKey(service.Name)))
        {
            var asked = noted.GetValueOrDefault(service.Name);
            var proof = await AskAsync(http, new Uri(running[service.Name], asked is null ? "/audit/proof" : $"/audit/proof?seq={asked.Seq}&seal={asked.Seal}"), cancellation);
            Console.WriteLine(Line(service.Name, proof));
            whole &= proof.Whole;
            if (proof is { Whole: true, Head: { } head })
            {
                noted[service.Name] = head;
            }
        }
        Directory.CreateDirectory(Path.GetDirectoryName(notes)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        SecretFolder.Write(notes, JsonSerializer.Serialize(noted));
        return whole ? 0 : 1;
    }

    private static async Task<Proof> AskAsync(HttpClient http, Uri address, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<Proof>(cancellation))!
                : throw new StartFailedException($"{address} answers {(int)answer.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            throw new StartFailedException($"{address} does not answer", e);
        }
    }

    private static string Line(string service, Proof proof)
    {
        var figures = $"{proof.Sealed} sealed, {proof.Unsealed} unsealed";
        return proof.Broken is { } broken
            ? $"  {service,-14} BROKEN at link {broken.Seq}{(broken.Entry is { } row ? $" (row {row})" : "")}, {broken.Kind}: {broken.Message}; before it {figures}"
            : $"  {service,-14} whole: {figures}{(proof.Head is { } head ? $", newest {head.Seq} {head.Seal[..16]}…" : "")}{(proof.Witness is null ? ", no witness yet" : "")}";
    }
}
