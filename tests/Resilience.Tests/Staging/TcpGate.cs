using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Guzhang.Resilience.Tests.Staging;

/// <summary>
/// A way to a server that a test can hold (what the client sends stays here) or close (connections end, new ones are
/// ended at once). A client that dies while held takes what it had sent with it.
/// </summary>
internal sealed class TcpGate : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly string host;
    private readonly Func<int> port;
    private readonly Lock gate = new();
    private readonly HashSet<Socket> open = [];
    private readonly Task accepting;
    private TaskCompletionSource released = Released();
    private bool closed;
    private long held;

    /// <param name="host">the server's</param>
    /// <param name="port">asked at every connection: a server may come back on another one</param>
    public TcpGate(string host, Func<int> port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes that clients have sent since <see cref="Hold"/>.</summary>
    public long Held => Interlocked.Read(ref held);

    public void Hold()
    {
        Interlocked.Exchange(ref held, 0);
        released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Release() => released.TrySetResult();

    /// <summary>The server is away for those who come this way.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var socket in open)
            {
                socket.Close(0);
            }
        }
    }

    public void Open() => closed = false;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Dispose();
        Close();
        released.TrySetResult();
        await accepting;
        ended.Dispose();
    }

    private static TaskCompletionSource Released()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task Accept()
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                _ = Connect(await listener.AcceptSocketAsync(ended.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Connect(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            if (!Remember(client, server))
            {
                return;
            }

            await server.ConnectAsync(host, port(), ended.Token);
            var sent = Channel.CreateUnbounded<byte[]>();
            await Task.WhenAny(Receive(client, sent.Writer), Send(sent.Reader, server), Copy(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side is gone; the other one is told below.
        }
        finally
        {
            lock (gate)
            {
                open.Remove(client);
                open.Remove(server);
            }

            client.Close(0);
            server.Close(0);
        }
    }

    private bool Remember(Socket client, Socket server)
    {
        lock (gate)
        {
            return !closed && open.Add(client) && open.Add(server);
        }
    }

    private async Task Receive(Socket client, ChannelWriter<byte[]> sent)
    {
        var buffer = new byte[65536];
        while (await client.ReceiveAsync(buffer, ended.Token) is > 0 and var count)
        {
            if (!released.Task.IsCompleted)
            {
                Interlocked.Add(ref held, count);
            }

            sent.TryWrite(buffer[..count]);
        }
    }

    private async Task Send(ChannelReader<byte[]> sent, Socket server)
    {
        await foreach (var bytes in sent.ReadAllAsync(ended.Token))
        {
            await released.Task;
            for (var at = 0; at < bytes.Length;)
            {
                at += await server.SendAsync(bytes.AsMemory(at), ended.Token);
            }
        }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[65536];
        while (await from.ReceiveAsync(buffer, ended.Token) is > 0 and var count)
        {
            for (var at = 0; at < count;)
            {
                at += await to.SendAsync(buffer.AsMemory(at, count - at), ended.Token);
            }
        }
    }
}
