using System.Collections.Frozen;
using System.Text.Json;
using Guzhang.Contracts;

namespace Guzhang.ServiceDefaults.Access;

/// <summary>Who may do what (SEC-02): the table in access.json. Scope is checked apart, see <see cref="Caller"/>.</summary>
public sealed class AccessTable
{
    private AccessTable(Dictionary<string, string> roles, Dictionary<string, AllowedAction> actions, Dictionary<string, string> open)
    {
        (Roles, Actions, Open) = (roles, actions, open);
        foreach (var (action, allowed) in actions)
        {
            if (allowed.Roles.FirstOrDefault(role => !roles.ContainsKey(role)) is { } unknown)
                throw new InvalidOperationException($"access.json: action {action} names the unknown role {unknown}.");
        }
        allowedRoles = actions.ToFrozenDictionary(a => a.Key, a => a.Value.Roles.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private readonly FrozenDictionary<string, FrozenSet<string>> allowedRoles;

    /// <summary>The table this build carries.</summary>
    public static AccessTable Current { get; } = Load();

    /// <summary>Role names as they stand in tokens, with their Chinese titles, in the order of the file.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; }

    /// <summary>Actions in the order of the file.</summary>
    public IReadOnlyDictionary<string, AllowedAction> Actions { get; }

    /// <summary>Described endpoints that anybody may call without a token ("METHOD /path"), and why.</summary>
    public IReadOnlyDictionary<string, string> Open { get; }

    /// <summary>Whether the table knows the action.</summary>
    public bool Knows(string action) => allowedRoles.ContainsKey(action);

    /// <summary>Whether the role may do the action.</summary>
    public bool Allows(string action, string role) => allowedRoles.TryGetValue(action, out var roles) && roles.Contains(role);

    /// <summary>Chinese titles of the roles that may do the action.</summary>
    public string RoleTitles(string action) => string.Join("、", Actions[action].Roles.Select(role => Roles[role]));

    private static AccessTable Load()
    {
        using var file = typeof(AccessTable).Assembly.GetManifestResourceStream("access.json")!;
        var table = JsonSerializer.Deserialize<TableFile>(file, ContractJson.Options)!;
        return new AccessTable(table.Roles, table.Actions, table.Open);
    }

    private sealed record TableFile(Dictionary<string, string> Roles, Dictionary<string, AllowedAction> Actions, Dictionary<string, string> Open);
}

/// <summary>One line of the table: what the action is, in Chinese, and the roles that may do it.</summary>
public sealed record AllowedAction(string Title, IReadOnlyList<string> Roles);
