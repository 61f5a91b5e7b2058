using System.Net;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.JobMatching.HandingOver;

/// <summary>Somebody a case can be handed to, as Identity has the account.</summary>
public sealed record Officer(string Id, string Role, string Division, bool Disabled)
{
    /// <summary>Whether the account holds for a town, or for the village in it.</summary>
    public bool Covers(string town, string? village) => new Caller(Id, Role, Division).Covers(village ?? town);
}

/// <summary>Asks Identity about accounts.</summary>
internal sealed class Officers(IHttpClientFactory clients)
{
    /// <summary>The account of that id; null where there is none.</summary>
    /// <exception cref="HttpRequestException">Identity does not answer.</exception>
    public async Task<Officer?> Find(string id, CancellationToken cancel)
    {
        if (!SubjectId.IsValid(id))
        {
            return null;
        }

        using var identity = clients.CreateClient("identity");
        using var answer = await identity.GetAsync(new Uri($"officers?id={id}", UriKind.Relative), cancel);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Officer>(cancel);
    }
}
