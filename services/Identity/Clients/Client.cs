using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Identity.Clients;

/// <summary>
/// One line of the clients file: a service, an officer of the demo, a client for trials (role "*") that may name any role,
/// or (with redirect addresses, without a role) a web client that people sign in to.
/// </summary>
public sealed record Client(
    string Id, string Secret, string? Role, string? Division, IReadOnlyList<Uri>? RedirectUris = null, IReadOnlyList<Uri>? SignedOutUris = null)
{
    /// <summary>The role of a client that may ask for any role and division.</summary>
    public const string AnyRole = "*";

    /// <summary>Whether the client names role and division itself, per request.</summary>
    public bool MayChoose => Role == AnyRole;

    /// <summary>Whether people sign in to it.</summary>
    public bool IsWeb => RedirectUris is { Count: > 0 };

    /// <summary>What is wrong with the line, or null.</summary>
    internal string? Fault() => this switch
    {
        { Id: null or "" } => "缺少 id",
        { Secret: null or "" } => "缺少 secret",
        { IsWeb: true, Role: not null } => "网页客户端（redirectUris）不能有角色",
        { IsWeb: true } => RedirectUris!.Concat(SignedOutUris ?? []).FirstOrDefault(uri => uri is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) is { } bad ? $"地址 {bad} 不是完整的 http(s) 地址" : null,
        { MayChoose: true } => null,
        _ when Role is null || !AccessTable.Current.Roles.ContainsKey(Role) => $"角色 {Role} 不在权限表中",
        _ when !DivisionCode.IsValid(Division) => $"区划 {Division} 不是 6、9 或 12 位数字",
        _ => null,
    };
}
