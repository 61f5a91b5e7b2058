using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Guzhang.AppHost.Native;

/// <summary>
/// `keys rotate`: has the running collection service change the key that wraps every person's, and waits until the old one is
/// gone. 0: done; 1: it is still going on after a while, or some keys do not open and the old one is kept for them.
/// </summary>
public static class KeysCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private sealed record State(string Key, bool Changing, long Keys, long ByOldKey);

    public static async Task<int> RotateAsync(Repository repository, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var running = RunningServices.Find(repository.Local);
        using var identity = new IdentityClient(running["identity"], new SecretFolder(Path.Combine(repository.Local, "secrets")));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await identity.TokenAsync("operator", repository.CountyCode, cancellation));
        var address = new Uri(running["collection"], "/keys/rotation");
        using (var begun = await http.PostAsync(address, null, cancellation))
        {
            if (!begun.IsSuccessStatusCode)
            {
                throw new StartFailedException($"{address} answers {(int)begun.StatusCode}");
            }
        }

        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(1000, cancellation))
        {
            var state = (await http.GetFromJsonAsync<State>(address, cancellation))!;
            Console.WriteLine($"  wrapping key {state.Key}: {state.Keys - state.ByOldKey} of {state.Keys} keys are under it{(state.Changing ? "" : "; the old key is gone")}");
            if (!state.Changing || DateTime.UtcNow > until)
            {
                return state.Changing ? 1 : 0;
            }
        }
    }
}
