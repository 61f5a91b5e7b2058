using System.Net;
using System.Net.Sockets;

namespace Guzhang.AppHost.Native;

/// <summary>
/// Finds loopback ports that nobody uses. They are taken from 15000–31999, below the range from which the kernel
/// serves outgoing connections, so that a remembered port is still free on the next start.
/// </summary>
public static class FreePorts
{
    private const int Lowest = 15000;
    private const int Highest = 31999;

    /// <summary>Whether somebody could listen on this loopback port now.</summary>
    public static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            probe.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A free port that is not among those already promised.</summary>
    public static int Choose(IReadOnlyCollection<int> promised)
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var port = Random.Shared.Next(Lowest, Highest + 1);
            if (!promised.Contains(port) && IsFree(port))
            {
                return port;
            }
        }
        throw new StartFailedException($"no free loopback port between {Lowest} and {Highest}");
    }
}
