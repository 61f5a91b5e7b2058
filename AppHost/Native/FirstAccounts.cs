namespace Guzhang.AppHost.Native;

/// <summary>The accounts that a new installation begins with.</summary>
public sealed class FirstAccounts
{
    private const string Operator = "operator";
    private const string DemoPrefix = "demo-";
    private readonly Repository repository;
    private readonly Installation home;
    private readonly IdentityClient identity;

    public FirstAccounts(Repository repository, Installation home, IdentityClient identity)
    {
        this.repository = repository;
        this.home = home;
        this.identity = identity;
    }

    /// <summary>
    /// The operator's account, made on first start. Until its password is set every start answers a new one-time link (good
    /// for a day, the one before ends); afterwards null.
    /// </summary>
    public async Task<Uri?> OperatorsLinkAsync(CancellationToken cancellation)
    {
        await identity.SignInAsync(repository.CountyCode, cancellation);
        var accounts = await identity.AccountsAsync(cancellation);
        return accounts.FirstOrDefault(account => account.Login == Operator) switch
        {
            null when accounts.All(account => account.Login.StartsWith(DemoPrefix, StringComparison.Ordinal)) =>
                await identity.CreateAsync(Operator, "系统管理员", Operator, repository.CountyCode, cancellation),
            { HasPassword: false } made => await identity.NewLinkAsync(made.Id, cancellation),
            _ => null,
        };
    }

    /// <summary>One account per role, with a password made on first run; answers the file, for its owner only, that says which.</summary>
    public async Task<string> DemoAsync(CancellationToken cancellation)
    {
        await identity.SignInAsync(repository.CountyCode, cancellation);
        var accounts = (await identity.AccountsAsync(cancellation)).ToDictionary(account => account.Login);
        var lines = new List<string>();
        foreach (var (role, title) in repository.PeoplesRoles)
        {
            var login = DemoPrefix + role;
            var division = role is "collector" or "town-clerk" ? repository.FirstTownCode : repository.CountyCode;
            var password = home.Secrets.Get("demo-accounts", login);
            if (!accounts.TryGetValue(login, out var there))
            {
                await IdentityClient.SetPasswordAsync(await identity.CreateAsync(login, $"演示·{title}", role, division, cancellation), password, cancellation);
            }
            else if (!there.HasPassword)
            {
                await IdentityClient.SetPasswordAsync(await identity.NewLinkAsync(there.Id, cancellation), password, cancellation);
            }
            lines.Add($"{login}\t{password}\t{division}\t{title}\n");
        }
        var file = Path.Combine(home.Folder, "demo-accounts.txt");
        SecretFolder.Write(file, string.Concat(lines));
        return file;
    }
}
