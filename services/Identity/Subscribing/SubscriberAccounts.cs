using Guzhang.Identity.Accounts;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace Guzhang.Identity.Subscribing;

/// <summary>
/// Keeps the broker to what the database says of subscribers: at once when the operator changes something, and every ten
/// seconds whatever a crash or a broker that was away, or made anew, has left undone.
/// </summary>
internal sealed class SubscriberAccounts(IServiceScopeFactory scopes, ILogger<SubscriberAccounts> log, SubscriberBroker? broker = null) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Those the operator made, by id.</summary>
    public static async Task<IReadOnlyList<(string Id, string? Title, Subscription Subscription)>> All(
        IdentityDb db, IOpenIddictApplicationManager clients, CancellationToken cancel)
    {
        var found = new List<(string, string?, Subscription)>();
        foreach (var client in await db.Set<OpenIddictEntityFrameworkCoreApplication>().AsNoTracking().OrderBy(c => c.ClientId).ToListAsync(cancel))
        {
            if (Subscription.Of(await clients.GetPropertiesAsync(client, cancel)) is { } subscription)
                found.Add((client.ClientId!, client.DisplayName, subscription));
        }

        return found;
    }

    /// <summary>
    /// Commits a change, then carries it out on the broker, with nobody else at it; false where the broker could not be told
    /// yet. The database comes first: what is on the broker alone is an orphan, and is removed.
    /// </summary>
    public async Task<bool> Carry(Func<Task> commit, Func<SubscriberBroker, Task> tell, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await commit();
            if (broker is null)
                return false;
            await tell(broker);
            return true;
        }
        catch (HttpRequestException e)
        {
            log.LogWarning("The broker could not be told of a subscriber: {Fault}", e.Message);
            return false;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (broker is not null && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await turn.WaitAsync(stoppingToken);
                try
                {
                    await Compare(broker, stoppingToken);
                }
                finally
                {
                    turn.Release();
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Subscribers on the broker could not be compared: {Fault}", e.Message);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Compare(SubscriberBroker on, CancellationToken cancel)
    {
        // The broker's before the database's: another copy writes there first.
        var users = await on.Users(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        var subscribers = await All(scope.ServiceProvider.GetRequiredService<IdentityDb>(), clients, cancel);
        foreach (var orphan in users.Except(subscribers.Select(s => s.Id)))
            await on.Remove(orphan, cancel);
        foreach (var (id, _, subscription) in subscribers)
            await on.Bring(id, await on.HasStream(subscription.Queue, cancel) ? subscription : await Rename(clients, id, subscription, cancel), cancel);
    }

    /// <summary>
    /// A stream that the broker has lost comes back under another name: its offsets begin anew, and a reader that asks for one
    /// of the old would wait for it and miss all before.
    /// </summary>
    private static async Task<Subscription> Rename(IOpenIddictApplicationManager clients, string id, Subscription before, CancellationToken cancel)
    {
        var subscription = Subscription.Make(id, before.Grant, before.BrokerHash);
        if (await clients.FindByClientIdAsync(id, cancel) is { } client)
        {
            var described = new OpenIddictApplicationDescriptor();
            await clients.PopulateAsync(described, client, cancel);
            subscription.WriteTo(described.Properties);
            await clients.UpdateAsync(client, described, cancel);
        }

        return subscription;
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }
}
