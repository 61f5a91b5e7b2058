namespace Guzhang.AppHost.Native;

/// <summary>A PostgreSQL and a RabbitMQ with nothing in them, in a folder that is deleted with them.</summary>
public sealed class TestServerPair : IAsyncDisposable
{
    private readonly Installation home;
    private readonly PostgresServer postgres;
    private readonly RabbitServer rabbit;

    private TestServerPair(Installation home, bool durable)
    {
        this.home = home;
        postgres = new PostgresServer(home, durable);
        rabbit = new RabbitServer(home, RabbitDefinitions.Empty);
    }

    public ServerAddresses Addresses => new(
        postgres.AdminConnectionString,
        rabbit.Address(RabbitServer.AdminUser, rabbit.AdminPassword, "/").AbsoluteUri,
        new UriBuilder(rabbit.Management) { UserName = RabbitServer.AdminUser, Password = rabbit.AdminPassword }.Uri.AbsoluteUri);

    /// <param name="folder">where their data go</param>
    /// <param name="cancellation">ends the start</param>
    /// <param name="durable">true: as in production, for measurements</param>
    public static async Task<TestServerPair> StartAsync(string folder, CancellationToken cancellation, bool durable = false)
    {
        var pair = new TestServerPair(new Installation(folder), durable);
        try
        {
            await pair.home.StopLeftoversAsync();
            await Task.WhenAll(pair.postgres.StartAsync(cancellation), pair.rabbit.StartAsync(cancellation));
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
        await Task.WhenAll(postgres.StopAsync(), rabbit.StopAsync());
        home.Delete();
        Directory.Delete(home.Folder, recursive: true);
    }
}
