using Guzhang.Journal;
using Npgsql;

namespace Guzhang.Collection.ClaimingPeople;

/// <summary>Completes first forms whose process stopped between claim and register, at the start and from time to time.</summary>
internal sealed partial class UnfinishedClaims(Claims claims, Waiting waiting, IServiceJournal journal, ILogger<UnfinishedClaims> log) : BackgroundService
{
    /// <summary>Whoever is at work needs much less for a batch.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!journal.CommitsWithTables && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await waiting.Left(Patience, stoppingToken) is { Count: > 0 } left)
                {
                    await claims.Complete(left, stoppingToken);
                    Completed(log, left.Count);
                }
            }
            catch (Exception away) when (away is NpgsqlException or IOException)
            {
                Away(log, away);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} unfinished first forms completed")]
    private static partial void Completed(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "unfinished first forms are looked at later")]
    private static partial void Away(ILogger log, Exception away);
}
