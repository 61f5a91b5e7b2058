using System.Net.Sockets;
using Npgsql;

namespace Guzhang.Journal.Inbox;

/// <summary>Tells failures of the surroundings (wait and try again, nothing is parked) from failures of an event.</summary>
public static class Outage
{
    /// <summary>Database, network or source away, a deadlock, or this process stopping.</summary>
    public static bool Is(Exception failure, CancellationToken stopping) => failure switch
    {
        OperationCanceledException => stopping.IsCancellationRequested || failure.InnerException is TimeoutException,
        // The server ended a transaction that stood idle: this process was frozen. (25P02, a statement after a failed one, is the event's.)
        PostgresException { SqlState: "25P03" or "25P04" } => true,
        // 08 connection, 40 deadlock and serialization, 53 resources, 57 operator (shutdown, cancel)
        PostgresException { SqlState: [.. var kind, _, _, _] } => kind is "08" or "40" or "53" or "57",
        NpgsqlException or SocketException or IOException or TimeoutException or HttpRequestException => true,
        ObjectDisposedException => true,
        _ => failure.InnerException is { } inner && Is(inner, stopping),
    };
}
