using System.Globalization;
using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Inbox;
using Guzhang.Messaging;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.Peer;

/// <summary>A service that consumes: writes every event it is given into a table.</summary>
public static class ConsumerPeer
{
    /// <summary>
    /// Setting <c>Peer:Name</c> is the consumer's name; <c>Peer:Grace</c> the seconds for which the comparison with the
    /// journal leaves events to the broker.
    /// </summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var name = builder.Configuration.Required("Peer:Name");
        var grace = double.Parse(builder.Configuration.Required("Peer:Grace"), CultureInfo.InvariantCulture);
        builder.AddServiceDefaults(name);
        builder.AddInbox(_ => new InboxOptions(name, [SourcePeer.Name], Take) { Grace = TimeSpan.FromSeconds(grace) });
        builder.AddMessaging(publishes: null, consumer: name, follows: [SourcePeer.Name]);
        builder.AddServiceClient(SourcePeer.Name);

        Database.Migrate(builder.Configuration.Required("ConnectionStrings:Database"), typeof(ConsumerPeer).Assembly);
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapReadingParked().Needs("parked.read");
        app.MapDecidingParked().Needs("parked.decide");
        return Task.FromResult(app);
    }

    private static async Task Take(IReadOnlyList<PublishedEvent> events, NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            with given as (select * from unnest($1, $2) with ordinality as x (aggregate, seq, i)),
            written as (insert into taken (aggregate, seq) select aggregate, seq from given order by i)
            select count(*) from given join poison using (aggregate, seq)
            """,
            connection);
        command.Parameters.Add(new() { Value = events.Select(e => e.Aggregate).ToArray() });
        command.Parameters.Add(new() { Value = events.Select(e => e.Seq).ToArray() });
        if (await command.ExecuteScalarAsync(cancel) is > 0L)
        {
            throw new InvalidDataException("this event can't be applied");
        }
    }
}
