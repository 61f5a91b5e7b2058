namespace Guzhang.AppHost.Native;

/// <summary>A PostgreSQL and a RabbitMQ with nothing in them, in a folder that is deleted with them.</summary>
public sealed class TestServerPair : IAsyncDisposable
{
    private readonly Installation home;

    private TestServerPair(Installation home, bool durable)
    {
        this.home = home;
        Postgres = new PostgresServer(home, durable);
        Rabbit = new RabbitServer(home, RabbitDefinitions.Empty);
    }

    public PostgresServer Postgres { get; }

    public RabbitServer Rabbit { get; }

    public ServerAddresses Addresses => new(
        Postgres.AdminConnectionString,
        Rabbit.Address(RabbitServer.AdminUser, Rabbit.AdminPassword, "/").AbsoluteUri,
        new UriBuilder(Rabbit.Management) { UserName = RabbitServer.AdminUser, Password = Rabbit.AdminPassword }.Uri.AbsoluteUri);

    /// <param name="folder">where their data go</param>
    /// <param name="cancellation">ends the start</param>
    /// <param name="durable">true: as in production, for measurements</param>
    public static async Task<TestServerPair> StartAsync(string folder, CancellationToken cancellation, bool durable = false)
    {
        var pair = new TestServerPair(new Installation(folder), durable);
        try
        {
            await pair.home.StopLeftoversAsync();
            await Task.WhenAll(pair.Postgres.StartAsync(cancellation), pair.Rabbit.StartAsync(cancellation));
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Postgres.StopAsync(), Rabbit.StopAsync());
        home.Delete();
        Directory.Delete(home.Folder, recursive: true);
    }
}
