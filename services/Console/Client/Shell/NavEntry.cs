using MudBlazor;

namespace Guzhang.Console.Client.Shell;

/// <summary>A page in the navigation: whoever may do its action sees it.</summary>
/// <param name="Address">Path of the page.</param>
/// <param name="Title">As it stands in the navigation.</param>
/// <param name="Icon">MudBlazor's icon.</param>
/// <param name="Action">Of the access table; null for everybody.</param>
/// <param name="Roles">Only these roles, where the action alone says too little; null for all that may.</param>
public sealed record NavEntry(string Address, string Title, string Icon, string? Action, params string[]? Roles)
{
    public bool IsFor(Session session) =>
        (Action is null || session.May(Action)) && (Roles is not { Length: > 0 } || Roles.Contains(session.Me?.Role));
}

/// <summary>The navigation, from top to bottom: a page joins by a line here.</summary>
public static class NavEntries
{
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("/", "首页", Icons.Material.Outlined.Home, null),
        new("/my-work", "我的任务", Icons.Material.Outlined.Assignment, "work.own"),
        new("/form", "填采集表", Icons.Material.Outlined.EditNote, "forms.submit"),
        new("/work", "采集表确认", Icons.Material.Outlined.FactCheck, "work.read"),
        new("/targets", "目标任务", Icons.Material.Outlined.Flag, "targets.read"),
        new("/dispatch", "调度表", Icons.Material.Outlined.TableChart, "dispatch.read"),
        new("/people", "查人", Icons.Material.Outlined.PersonSearch, "people.search"),
        new("/imports", "导入采集表", Icons.Material.Outlined.UploadFile, "imports.read"),
        new("/export", "导出采集表", Icons.Material.Outlined.Download, "forms.export"),
        new("/qualifying", "符合条件名单", Icons.Material.Outlined.Payments, "qualifying.read"),
        new("/cases", "“72小时”跟踪", Icons.Material.Outlined.Timer, "cases.read"),
        new("/accounts", "用户和角色", Icons.Material.Outlined.ManageAccounts, "accounts.read"),
        new("/subscribers", "订阅系统", Icons.Material.Outlined.Hub, "accounts.read"),
    ];
}
