using Guzhang.Contracts;
using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Messaging;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;

namespace Guzhang.Peer;

/// <summary>A service that publishes: takes events over HTTP, relays them, shows its journal.</summary>
public static class SourcePeer
{
    /// <summary>The name under which consumers follow it.</summary>
    public const string Name = "collection";

    /// <summary>Setting <c>Peer:Unknown</c> names an event type that this copy doesn't know, as if it were an older version.</summary>
    public static Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var unknown = builder.Configuration["Peer:Unknown"];
        builder.AddServiceDefaults(Name);
        builder.AddJournal(new JournalOptions(
            Name, stored => stored.Type == unknown ? throw new UnknownEventTypeException(stored.Type) : JournalOptions.AsStored(stored)));
        builder.AddMessaging(publishes: Name, consumer: Name, follows: []);

        Database.Migrate(builder.Configuration.Required("ConnectionStrings:Database"), typeof(SourcePeer).Assembly);
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapJournal().Needs("journal.read");
        app.MapPost("/events", Append).AllowAnonymous();
        return Task.FromResult(app);
    }

    /// <summary>Answers when the events are stored; may be repeated with the same ids.</summary>
    private static async Task Append(List<Command> commands, IEventStore journal, CancellationToken cancel) =>
        await journal.Append(
            [.. commands.Select(c => new StreamAppend(
                c.Aggregate, Expected.Any, [new NewEvent(c.Id, c.Type, Facts(c))], DateTimeOffset.UtcNow, null))],
            cancel);

    private static string Facts(Command command) =>
        command.Town is { } town ? $$"""{"refusal":"{{Guid.Empty}}","town":"{{town}}"}""" : $$"""{"refusal":"{{Guid.Empty}}"}""";
}

/// <summary>One event to be appended, of a town or of none.</summary>
public sealed record Command(Guid Id, string Aggregate, string Type = EventTypes.RefusalResolved, string? Town = null);
