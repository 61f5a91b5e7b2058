using System.Collections.Frozen;
using System.Security.Claims;

namespace Guzhang.Contracts.OtherSystems;

/// <summary>
/// Which published events another system may see (EVT-04): types by name (<see cref="EventTypes"/>) and towns by their nine
/// digits, or <see cref="Everything"/>. What belongs to no town is the county's: only a grant of every town shows it.
/// </summary>
public sealed class EventGrant
{
    /// <summary>In place of a list: every one, those to come too.</summary>
    public const string Everything = "*";

    /// <summary>Claims of an access token that carry a grant, each a list parted by spaces.</summary>
    public const string TypesClaim = "event_types";

    /// <inheritdoc cref="TypesClaim"/>
    public const string TownsClaim = "event_towns";

    private const string Subscriber = "subscriber";

    private readonly FrozenSet<string> types;
    private readonly FrozenSet<string> towns;

    /// <param name="types">names, or <see cref="Everything"/></param>
    /// <param name="towns">codes, or <see cref="Everything"/></param>
    public EventGrant(IEnumerable<string> types, IEnumerable<string> towns) =>
        (this.types, this.towns) = (types.ToFrozenSet(StringComparer.Ordinal), towns.ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Reads the two lists as <see cref="Types"/> and <see cref="Towns"/> write them; an absent list grants nothing.</summary>
    public static EventGrant Parse(string? types, string? towns) => new(Split(types), Split(towns));

    /// <summary>What a caller may see: a subscriber what its token says, every other role (null) all.</summary>
    public static EventGrant? Of(ClaimsPrincipal user) =>
        user.FindFirst("role")?.Value == Subscriber ? Parse(user.FindFirst(TypesClaim)?.Value, user.FindFirst(TownsClaim)?.Value) : null;

    /// <summary>The types, parted by spaces.</summary>
    public string Types => string.Join(' ', types.Order(StringComparer.Ordinal));

    /// <summary>The towns, parted by spaces.</summary>
    public string Towns => string.Join(' ', towns.Order(StringComparer.Ordinal));

    /// <summary>Whether the event may be seen.</summary>
    public bool Shows(PublishedEvent published) =>
        (types.Contains(Everything) || types.Contains(published.Type))
        && (towns.Contains(Everything) || (published.Town is { } town && towns.Contains(town)));

    /// <summary>Patterns of routing keys (<see cref="EventRouting"/>) that match what may be seen of a source, and nothing else.</summary>
    public IEnumerable<string> Patterns(string source) =>
        from type in types.Contains(Everything) ? ["*.*.*.*"] : types.Where(type => EventTypes.All.ContainsKey(type) && EventTypes.SourceOf(type) == source)
        from town in towns.Contains(Everything) ? ["*"] : towns
        select $"{type}.{town}";

    private static string[] Split(string? list) => (list ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
