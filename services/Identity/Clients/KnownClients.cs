using System.Text.Json;
using Guzhang.Identity.Accounts;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Guzhang.Identity.Clients;

/// <summary>
/// Brings the clients of the file into the database, where the OpenID Connect server looks: at start, and before a token is
/// asked for once the file has changed. Clients that left the file are deleted; subscribers, made by the operator, stay.
/// </summary>
internal sealed class KnownClients(ClientsFile file, IServiceScopeFactory scopes, ILogger<KnownClients> log) : IDisposable
{
    public const string Source = "source";
    public const string Role = "role";
    public const string Division = "division";
    private const string FromFile = "file";
    private const int Tries = 3;
    private readonly SemaphoreSlim gate = new(1);
    private int known;

    public async Task Refresh(CancellationToken cancel)
    {
        if (file.Latest(log).Version == Volatile.Read(ref known))
            return;
        await gate.WaitAsync(cancel);
        try
        {
            var (clients, version) = file.Latest(log);
            for (var tried = 1; version != known; tried++)
            {
                try
                {
                    await Bring(clients, cancel);
                    known = version;
                }
                catch (Exception e) when (tried < Tries && e is DbUpdateException or OpenIddictExceptions.ConcurrencyException)
                {
                    // Another copy that starts at the same time brings the same.
                }
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A text kept with a client.</summary>
    public static async Task<string?> Property(IOpenIddictApplicationManager manager, object client, string name, CancellationToken cancel) =>
        (await manager.GetPropertiesAsync(client, cancel)).TryGetValue(name, out var value) ? value.GetString() : null;

    private async Task Bring(IReadOnlyCollection<Client> clients, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        foreach (var client in clients)
        {
            var described = Describe(client);
            if (await manager.FindByClientIdAsync(client.Id, cancel) is { } there)
                await manager.UpdateAsync(there, described, cancel);
            else
                await manager.CreateAsync(described, cancel);
        }

        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var ids = clients.Select(client => client.Id).ToArray();
        foreach (var other in await db.Set<OpenIddictEntityFrameworkCoreApplication>().Where(c => !ids.Contains(c.ClientId)).ToListAsync(cancel))
        {
            if (await Property(manager, other, Source, cancel) == FromFile)
                await manager.DeleteAsync(other, cancel);
        }
    }

    private static OpenIddictApplicationDescriptor Describe(Client client)
    {
        var described = new OpenIddictApplicationDescriptor
        {
            ClientId = client.Id,
            ClientSecret = client.Secret,
            ClientType = ClientTypes.Confidential,
            ConsentType = ConsentTypes.Implicit,
            Permissions = { Permissions.Endpoints.Token },
            Properties = { [Source] = Text(FromFile) },
        };
        if (client.IsWeb)
        {
            described.RedirectUris.UnionWith(client.RedirectUris!);
            described.PostLogoutRedirectUris.UnionWith(client.SignedOutUris ?? []);
            described.Permissions.UnionWith([
                Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation, Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile]);
            described.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        }
        else
        {
            described.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
            described.Properties[Role] = Text(client.Role!);
            if (client.Role == "service")
                described.Permissions.Add(Permissions.Endpoints.Introspection);
            if (client.Division is { } division)
                described.Properties[Division] = Text(division);
        }

        return described;
    }

    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text);

    public void Dispose() => gate.Dispose();
}
