using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace Guzhang.Messaging;

/// <summary>
/// Ends the service where the broker has a queue or exchange of our name that was declared otherwise: trying again never
/// helps, somebody has to delete or move it. A broker that is away is waited for.
/// </summary>
internal sealed partial class TopologyGuard(IHostApplicationLifetime service, ILogger<TopologyGuard> log) : IReceiveEndpointObserver
{
    /// <summary>EX_CONFIG, as for an unusable setting.</summary>
    private const int ExitCode = 78;

    private int _told;

    /// <summary>Looks whether a failure of the transport is such a difference.</summary>
    public void Look(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            // Other channel errors have the same code (406), an acknowledgement that came too late for example.
            if (failure is OperationInterruptedException { ShutdownReason.ReplyText: { } said }
                && said.Contains("inequivalent arg", StringComparison.Ordinal)
                && Interlocked.Exchange(ref _told, 1) == 0)
            {
                Differs(log, said);
                Environment.ExitCode = ExitCode;
                service.StopApplication();
            }
        }
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        Look(faulted.Exception);
        return Task.CompletedTask;
    }

    public Task Ready(ReceiveEndpointReady ready) => Task.CompletedTask;

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Critical, Message = "the broker has something else under a name of ours, the service ends: {Said}")]
    private static partial void Differs(ILogger log, string said);
}
