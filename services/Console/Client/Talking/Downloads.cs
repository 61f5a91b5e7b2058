using Microsoft.JSInterop;

namespace Guzhang.Console.Client.Talking;

/// <summary>Files that services make, saved by the browser.</summary>
public static class Downloads
{
    /// <summary>Fetches a file and has it saved under the name that the service gives it.</summary>
    /// <exception cref="ProblemException">The service refuses.</exception>
    public static async Task Save(Api api, IJSRuntime script, string address, string otherwiseNamed, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(api);
        using var answer = await api.Download(address, cancel);
        var disposition = answer.Content.Headers.ContentDisposition;
        var name = disposition?.FileNameStar ?? disposition?.FileName?.Trim('"') ?? otherwiseNamed;
        using var stream = new DotNetStreamReference(await answer.Content.ReadAsStreamAsync(cancel));
        await script.InvokeVoidAsync("guzhang.save", cancel, name, stream);
    }
}
