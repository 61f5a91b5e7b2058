using Guzhang.Audit;
using Guzhang.Identity.Accounts;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace Guzhang.Identity.Administration;

/// <summary>An account to be made. <paramref name="Login"/>: lower-case letters, digits and - . _</summary>
public sealed record NewAccount(string? Login, string? DisplayName, string? Role, string? Division);

/// <summary>What of an account may be changed; all three are given.</summary>
public sealed record AccountChange(string? DisplayName, string? Role, string? Division);

/// <summary>An account as the operator sees it.</summary>
public sealed record AccountLine(
    Guid Id, string Login, string DisplayName, string Role, string Division, bool Disabled, bool HasPassword, bool SecondFactor, bool LockedOut, DateTimeOffset CreatedAt);

/// <summary>A page of accounts by login; <paramref name="Next"/> goes into <c>after</c>.</summary>
public sealed record AccountPage(IReadOnlyList<AccountLine> Items, string? Next);

/// <summary>A one-time link to set the password by, shown once, for the operator to hand over.</summary>
public sealed record AccountLink(Guid Id, string Link, DateTimeOffset ExpiresAt);

/// <summary>The operator's administration of accounts. Every change is on the audit log in the same transaction.</summary>
internal static class AccountEndpoints
{
    private const int MostPerPage = 500;

    public static void MapAccounts(this WebApplication app)
    {
        var group = app.MapGroup("/accounts").WithTags("accounts");
        group.MapGet("", List).Needs("accounts.read").NeedsWholeCounty().Produces<AccountPage>().WithSummary("账号：按角色（role）筛选，翻页用 after、limit");
        Changing(group.MapPost("", Create)).Produces<AccountLink>(201).ProducesProblem(409).WithSummary("新建账号；答复中的链接用于设置密码，只显示这一次");
        Changing(group.MapPut("{id:guid}", Change)).Produces<AccountLine>().ProducesProblem(404).ProducesProblem(409).WithSummary("变更名称、角色、管辖区划；下一次换发令牌时生效");
        Changing(group.MapPost("{id:guid}/disable", Disable)).Produces<AccountLine>().ProducesProblem(404).ProducesProblem(409).WithSummary("停用账号：立即退出登录，不能再换发令牌");
        Changing(group.MapPost("{id:guid}/enable", Enable)).Produces<AccountLine>().ProducesProblem(404).WithSummary("恢复账号");
        Changing(group.MapPost("{id:guid}/link", Link)).Produces<AccountLink>().ProducesProblem(404).WithSummary("生成设置密码的一次性链接，此前的链接作废");
        Changing(group.MapDelete("{id:guid}/second-factor", ResetSecondFactor)).Produces<AccountLine>().ProducesProblem(404).WithSummary("重置动态验证码：下次登录只需密码，可重新启用");
    }

    private static RouteHandlerBuilder Changing(RouteHandlerBuilder endpoint) => endpoint.Needs("accounts.manage").NeedsWholeCounty().ProducesProblem(400);

    private static async Task<IResult> List(IdentityDb db, string? role, string? after, int? limit, CancellationToken cancel)
    {
        if (limit is < 1 or > MostPerPage)
            return Results.Problem(title: "页面大小无效", detail: $"limit 应在 1 到 {MostPerPage} 之间", statusCode: 400);
        var size = limit ?? 100;
        var found = await db.Users.AsNoTracking()
            .Where(a => (role == null || a.Role == role) && (after == null || string.Compare(a.UserName, after) > 0))
            .OrderBy(a => a.UserName).Take(size + 1).ToListAsync(cancel);
        return Results.Ok(new AccountPage([.. found.Take(size).Select(Line)], found.Count > size ? found[size - 1].UserName : null));
    }

    private static Task<IResult> Create(NewAccount request, Caller by, IdentityDb db, UserManager<Account> users, IConfiguration settings, CancellationToken cancel) =>
        Changed(db, by, AuditActions.AccountCreated, async () =>
        {
            if (request.Login is not { Length: >= 2 and <= 64 })
                return Refused("账号应为 2 到 64 位。");
            if (Fault(request.DisplayName, request.Role, request.Division, by) is { } fault)
                return Refused(fault);
            var account = new Account
            {
                Id = Guid.CreateVersion7(),
                UserName = request.Login,
                DisplayName = request.DisplayName!.Trim(),
                Role = request.Role!,
                Division = request.Division!,
                CreatedAt = DateTimeOffset.UtcNow,
            };
            var link = LinkOf(account, settings);
            return await users.CreateAsync(account) is { Succeeded: false } refused
                ? Refused(refused.Errors.First().Description, refused.Errors.First().Code == nameof(IdentityErrorDescriber.DuplicateUserName) ? 409 : 400)
                : (Results.Created($"/accounts/{account.Id}", link), account, RoleOf(account));
        }, cancel);

    private static Task<IResult> Change(Guid id, AccountChange request, Caller by, IdentityDb db, UserManager<Account> users, CancellationToken cancel) =>
        On(id, db, users, by, AuditActions.AccountChanged, async account =>
        {
            if (Fault(request.DisplayName, request.Role, request.Division, by) is { } fault)
                return Refused(fault);
            if (request.Role != "operator" && await IsLastOperator(account, db, cancel))
                return Refused("这是最后一个系统管理员，不能变更角色。", 409);
            var before = RoleOf(account);
            (account.DisplayName, account.Role, account.Division) = (request.DisplayName!.Trim(), request.Role!, request.Division!);
            await users.UpdateAsync(account);
            return (Results.Ok(Line(account)), account, RoleOf(account).Concat(before.Select(d => KeyValuePair.Create($"{d.Key}Before", d.Value))).ToDictionary());
        }, cancel);

    private static Task<IResult> Disable(
        Guid id, Caller by, IdentityDb db, UserManager<Account> users, IOpenIddictAuthorizationManager authorizations, CancellationToken cancel) =>
        On(id, db, users, by, AuditActions.AccountDisabled, async account =>
        {
            if (await IsLastOperator(account, db, cancel))
                return Refused("这是最后一个系统管理员，不能停用。", 409);
            account.Disabled = true;
            OneTimeLink.End(account);
            await users.UpdateSecurityStampAsync(account);
            await authorizations.RevokeBySubjectAsync(account.Id.ToString(), cancel);
            return (Results.Ok(Line(account)), account, null);
        }, cancel);

    private static Task<IResult> Enable(Guid id, Caller by, IdentityDb db, UserManager<Account> users, CancellationToken cancel) =>
        On(id, db, users, by, AuditActions.AccountEnabled, async account =>
        {
            (account.Disabled, account.LockoutEnd, account.AccessFailedCount) = (false, null, 0);
            await users.UpdateAsync(account);
            return (Results.Ok(Line(account)), account, null);
        }, cancel);

    private static Task<IResult> Link(Guid id, Caller by, IdentityDb db, UserManager<Account> users, IConfiguration settings, CancellationToken cancel) =>
        On(id, db, users, by, AuditActions.LinkMade, async account =>
        {
            if (account.Disabled)
                return Refused("账号已停用，请先恢复。", 409);
            var link = LinkOf(account, settings);
            await users.UpdateAsync(account);
            return (Results.Ok(link), account, null);
        }, cancel);

    private static Task<IResult> ResetSecondFactor(Guid id, Caller by, IdentityDb db, UserManager<Account> users, CancellationToken cancel) =>
        On(id, db, users, by, AuditActions.SecondFactorReset, async account =>
        {
            await users.SetTwoFactorEnabledAsync(account, false);
            await db.UserTokens.Where(t => t.UserId == account.Id).ExecuteDeleteAsync(cancel);
            await users.UpdateSecurityStampAsync(account);
            return (Results.Ok(Line(account)), account, null);
        }, cancel);

    private static Task<IResult> On(
        Guid id, IdentityDb db, UserManager<Account> users, Caller by, string action,
        Func<Account, Task<(IResult, Account?, IReadOnlyDictionary<string, string>?)>> change, CancellationToken cancel) =>
        Changed(db, by, action, async () => await users.FindByIdAsync(id.ToString()) is { } account ? await change(account) : Refused("没有这个账号。", 404), cancel);

    /// <summary>Change and audit row commit together, or neither.</summary>
    private static async Task<IResult> Changed(
        IdentityDb db, Caller by, string action, Func<Task<(IResult Answer, Account? Account, IReadOnlyDictionary<string, string>? Details)>> change, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (answer, account, details) = await change();
        if (account is not null)
        {
            await AuditTrail.Write(db.Connection, new AuditEntry(by.AsActor(), action, account.Id.ToString(), details), cancel);
            await transaction.CommitAsync(cancel);
        }

        return answer;
    }

    private static (IResult, Account?, IReadOnlyDictionary<string, string>?) Refused(string why, int status = 400) =>
        (Results.Problem(detail: why, statusCode: status), null, null);

    private static string? Fault(string? displayName, string? role, string? division, Caller by) =>
        displayName?.Trim() is not { Length: >= 1 and <= 40 } ? "名称（displayName）应为 1 到 40 字。"
        : role is null or "service" or "subscriber" || !AccessTable.Current.Roles.ContainsKey(role) ? $"没有角色“{role}”，或不是人员的角色。"
        : !DivisionCode.IsValid(division) || !by.Covers(division) ? $"区划“{division}”不是本县的县、镇或村代码。"
        : null;

    private static async Task<bool> IsLastOperator(Account account, IdentityDb db, CancellationToken cancel) =>
        account is { Role: "operator", Disabled: false } && !await db.Users.AnyAsync(a => a.Role == "operator" && !a.Disabled && a.Id != account.Id, cancel);

    private static AccountLink LinkOf(Account account, IConfiguration settings)
    {
        var lasts = TimeSpan.FromHours(settings.GetValue("Identity:LinkHours", 24));
        var secret = OneTimeLink.Make(account, lasts);
        return new AccountLink(account.Id, new Uri(settings.RequiredAddress("Identity:Authority"), OneTimeLink.Path + secret).AbsoluteUri, account.LinkExpiresAt!.Value);
    }

    private static Dictionary<string, string> RoleOf(Account account) => new() { ["role"] = account.Role, ["division"] = account.Division };

    private static AccountLine Line(Account a) => new(
        a.Id, a.UserName!, a.DisplayName, a.Role, a.Division, a.Disabled, a.PasswordHash is not null, a.TwoFactorEnabled, a.LockoutEnd > DateTimeOffset.UtcNow, a.CreatedAt);
}
