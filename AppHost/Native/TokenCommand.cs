namespace Guzhang.AppHost.Native;

/// <summary>`token ROLE SCOPE`: an access token of this clone's running Identity, for trying things.</summary>
public static class TokenCommand
{
    public static async Task<int> RunAsync(Repository repository, string role, string division, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var running = RunningServices.Find(repository.Local);
        using var identity = new IdentityClient(running["identity"], new SecretFolder(Path.Combine(repository.Local, "secrets")));
        await Console.Out.WriteLineAsync(await identity.TokenAsync(role, division, cancellation));
        return 0;
    }
}
