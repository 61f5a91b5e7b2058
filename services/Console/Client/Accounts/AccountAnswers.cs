namespace Guzhang.Console.Client.Accounts;

/// <summary>An account as the operator sees it.</summary>
public sealed record AccountLine(
    Guid Id, string Login, string DisplayName, string Role, string Division, bool Disabled, bool HasPassword, bool SecondFactor, bool LockedOut, DateTimeOffset CreatedAt)
{
    /// <summary>How it stands, in words.</summary>
    public string State => Disabled ? "已停用" : LockedOut ? "输错密码，暂时锁定" : HasPassword ? "正常" : "还没有设置密码";
}

/// <summary>A page of accounts.</summary>
public sealed record AccountPage(IReadOnlyList<AccountLine> Items, string? Next);

/// <summary>A link to set the password by, shown once.</summary>
public sealed record AccountLink(Guid Id, string Link, DateTimeOffset ExpiresAt);

/// <summary>Roles that people have.</summary>
public static class Roles
{
    /// <summary>As the access table names and titles them.</summary>
    public static IReadOnlyList<(string Role, string Title)> All { get; } =
    [
        ("collector", "入户采集人员"), ("town-clerk", "镇录入专员"), ("task-force", "县工作专班"), ("hr-bureau", "县人社局"), ("poverty-office", "县扶贫办"),
        ("leader", "领导小组（只读）"), ("auditor", "审计（只读）"), ("laborer", "劳动者本人"), ("enterprise", "用人单位"),
        ("hr-agency", "人力资源机构、劳务经纪人"), ("post-unit", "公益岗位开发单位"), ("operator", "系统管理员"),
    ];

    /// <summary>The title of a role.</summary>
    public static string Title(string role) => All.FirstOrDefault(r => r.Role == role).Title ?? role;
}
