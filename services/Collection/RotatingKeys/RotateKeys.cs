using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.Collection.RotatingKeys;

/// <summary>The operator changes the wrapping key, and sees how far that is.</summary>
internal static class RotateKeys
{
    public static void MapRotatingKeys(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/keys/rotation").WithTags("keys");
        group.MapPost("", Begin)
            .Needs("keys.rotate").NeedsWholeCounty().Produces<RotationState>(202).ProducesProblem(503).WithSummary("更换主密钥：运行中逐批重新加密各人密钥，完成后旧主密钥即删除");
        group.MapGet("", (KeyRotation rotation, CancellationToken cancel) => rotation.State(cancel))
            .Needs("keys.rotate").NeedsWholeCounty().Produces<RotationState>().WithSummary("更换主密钥的进度");
    }

    private static async Task<IResult> Begin(Caller caller, KeyRotation rotation, CancellationToken cancel)
    {
        try
        {
            return Results.Accepted("/keys/rotation", await rotation.Begin(caller.AsActor(), cancel));
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return Results.Problem(title: "数据表正忙", detail: "未开始更换主密钥，请稍后再试", statusCode: 503);
        }
    }
}

/// <summary>Looks every second whether a change of the wrapping key was begun, here, by another copy or before a crash, and carries it out.</summary>
internal sealed partial class KeyRotationRunner(KeyRotation rotation, ILogger<KeyRotationRunner> log) : BackgroundService
{
    /// <summary>After a round that did not end it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var ended = false;
            try
            {
                ended = await rotation.GoOn(stoppingToken);
                if (!ended)
                {
                    NotYet(log);
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException)
            {
                Failed(log, failure);
            }

            await Task.Delay(ended ? KeyRotation.Look : Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the wrapping key is not changed yet: some keys do not open, or a table was busy; the old one is kept")]
    private static partial void NotYet(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the wrapping key is not changed yet; trying again")]
    private static partial void Failed(ILogger log, Exception failure);
}
