using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Identity.Clients;

/// <summary>One line of the clients file: a service, a subscriber, or (role "*") a client for trials that may name any role.</summary>
public sealed record Client(string Id, string Secret, string Role, string? Division)
{
    /// <summary>The role of a client that may ask for any role and division.</summary>
    public const string AnyRole = "*";

    /// <summary>Whether the client names role and division itself, per request.</summary>
    public bool MayChoose => Role == AnyRole;

    /// <summary>What is wrong with the line, or null.</summary>
    internal string? Fault() => this switch
    {
        { Id: null or "" } => "缺少 id",
        { Secret: null or "" } => "缺少 secret",
        { MayChoose: true } => null,
        _ when Role is null || !AccessTable.Current.Roles.ContainsKey(Role) => $"角色 {Role} 不在权限表中",
        _ when !DivisionCode.IsValid(Division) => $"区划 {Division} 不是 6、9 或 12 位数字",
        _ => null,
    };
}
