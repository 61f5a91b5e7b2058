using Guzhang.Console.Client.Talking;

namespace Guzhang.Console.Client.Showing;

/// <summary>An officer by name.</summary>
public sealed record OfficerName(string Id, string Name, string Role, string RoleTitle, string Division);

/// <summary>Names of officers, whom services know by the ids of their accounts. Asked once a session.</summary>
public sealed class Officers(Api api)
{
    private const int MostAtOnce = 200;
    private readonly Dictionary<string, OfficerName?> _known = [];

    /// <summary>Has the names of these officers at hand.</summary>
    public async Task Fetch(IEnumerable<string?> ids, CancellationToken cancel = default)
    {
        foreach (var asked in ids.OfType<string>().Where(id => id.Length > 0 && !_known.ContainsKey(id)).Distinct().Chunk(MostAtOnce))
        {
            var found = (await api.Post<List<OfficerName>>("identity/officers/names", new { ids = asked }, cancel)).ToDictionary(o => o.Id);
            foreach (var id in asked)
            {
                _known[id] = found.GetValueOrDefault(id);
            }
        }
    }

    /// <summary>Name of an officer whose name was fetched; the id itself where it is no account's.</summary>
    public string Of(string? id) => id is null ? "" : _known.GetValueOrDefault(id)?.Name ?? id;
}
