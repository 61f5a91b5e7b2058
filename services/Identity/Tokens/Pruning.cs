using OpenIddict.Abstractions;

namespace Guzhang.Identity.Tokens;

/// <summary>Deletes codes, tokens and authorizations that ended days ago, every few hours; copies may do it side by side.</summary>
internal sealed partial class Pruning(IServiceScopeFactory scopes, ILogger<Pruning> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(4);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Every, stoppingToken);
                await Run(DateTimeOffset.UtcNow - Kept, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                NotPruned(log, failure.Message);
            }
        }
    }

    /// <summary>Deletes what ended and was made before <paramref name="before"/>.</summary>
    public async Task Run(DateTimeOffset before, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, cancel);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "old tokens not deleted: {Reason}")]
    private static partial void NotPruned(ILogger log, string reason);
}
