using Guzhang.Collection.AnsweringDecisions;
using Guzhang.Collection.ClaimingPeople;
using Guzhang.Collection.ErasingPeople;
using Guzhang.Collection.ExportingWorkbooks;
using Guzhang.Collection.FindingLookAlikes;
using Guzhang.Collection.FindingPeople;
using Guzhang.Collection.ImportingWorkbooks;
using Guzhang.Collection.JournalStores;
using Guzhang.Collection.Laborers;
using Guzhang.Collection.RecordingReads;
using Guzhang.Collection.RotatingKeys;
using Guzhang.Collection.Sealing;
using Guzhang.Collection.SettingClock;
using Guzhang.Collection.ShowingForms;
using Guzhang.Collection.ShowingPeople;
using Guzhang.Collection.SubmittingForms;
using Guzhang.Journal;
using Guzhang.Journal.Http;
using Guzhang.Journal.Inbox;
using Guzhang.Messaging;
using Guzhang.ServiceDefaults;
using Guzhang.ServiceDefaults.Access;
using Npgsql;

namespace Guzhang.Collection;

/// <summary>信息采集: forms, event-sourced; personal data lives here only.</summary>
public static class CollectionService
{
    /// <summary>Builds the service, its database migrated. The settings it needs are in AppHost/Topology.cs.</summary>
    public static async Task<WebApplication> Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("collection");
        builder.AddServiceClient("verification");
        builder.AddJournal(new JournalOptions("collection", LaborerEvents.Publish), Elsewhere.Add);
        builder.AddInbox(services => new InboxOptions("collection", ["verification"], services.GetRequiredService<DecisionAnswers>().Apply));
        builder.AddMessaging(publishes: "collection", consumer: "collection", follows: ["verification"]);
        builder.Services.AddSingleton(SecretKeys.Load(builder.Configuration.Required("Secrets:Directory")));
        var county = County.Load(builder.Configuration.Required("County:Directory"));
        builder.Services.AddSingleton(county);
        builder.Services.AddSingleton(county.Pinyin);
        builder.Services.AddSingleton<BlindIndex>();
        builder.Services.AddSingleton<LookAlikeKeys>();
        builder.Services.AddSingleton<Somebodies>();
        builder.Services.AddSingleton<LookAlikes>();
        builder.Services.AddSingleton<SearchKeys>();
        builder.Services.AddSingleton<People>();
        builder.Services.AddExceptionHandler<BrokenSeals>();
        var ledger = builder.Configuration["Erasures:Ledger"] ?? Path.Combine(builder.Configuration.Required("Secrets:Directory"), "erasures.ledger");
        builder.Services.AddSingleton(services => new ErasureLedger(ledger, services.GetRequiredService<BlindIndex>()));
        builder.Services.AddSingleton<Erasure>();
        builder.Services.AddSingleton<KeyRotation>();
        builder.Services.AddHostedService<KeyRotationRunner>();
        builder.Services.AddSingleton<IHostedService>(services => Backlog(services, new KeptKeys(
            "collection.look_alikes", text => services.GetRequiredService<Somebodies>().Read(text)?.Keys ?? [])));
        builder.Services.AddSingleton<IHostedService>(services => Backlog(services, new KeptKeys(
            "collection.search_keys", services.GetRequiredService<SearchKeys>().Of)));
        builder.Services.AddSingleton<FormMaker>();
        builder.Services.AddSingleton<Register>();
        builder.Services.AddSingleton<Waiting>();
        builder.Services.AddSingleton<RegisterMending>();
        builder.Services.AddSingleton<Claims>();
        builder.Services.AddHostedService<UnfinishedClaims>();
        builder.Services.AddSingleton<Refusals>();
        builder.Services.AddSingleton<Filer>();
        builder.Services.AddSingleton<DecisionAnswers>();
        builder.Services.AddSingleton<Imports>();
        builder.Services.AddSingleton<RefusedRows>();
        builder.Services.AddSingleton<FormsOf>();
        builder.Services.AddSingleton<FormsOnRecord>();
        builder.Services.AddSingleton<Reads>();
        builder.Services.AddSingleton(WorkbookLimits.Of(builder.Configuration));
        builder.Services.AddSingleton<ImportRows>();
        builder.Services.AddSingleton<ImportQueue>();
        builder.Services.AddHostedService<ImportRunner>();
        builder.Services.AddHostedService<AnswerErasure>();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapJournal().Needs("journal.read").NeedsWholeCounty();
        app.MapClock().Needs("clock.read");
        app.MapReadingParked().Needs("parked.read").NeedsWholeCounty();
        app.MapDecidingParked().Needs("parked.decide").NeedsWholeCounty();
        app.MapSettingClock();
        app.MapSubmittingForms();
        app.MapImportingWorkbooks();
        app.MapExportingWorkbooks();
        app.MapShowingForms();
        app.MapPeople();
        app.MapErasingPeople();
        app.MapRotatingKeys();

        Database.Migrate(builder.Configuration.Required("ConnectionStrings:Database"), typeof(CollectionService).Assembly);
        await MoveJournal.RequireStore(builder.Configuration, app.Services.GetRequiredService<NpgsqlDataSource>());
        await KeyCheck.Run(
            app.Services.GetRequiredService<NpgsqlDataSource>(), app.Services.GetRequiredService<SecretKeys>(), default);
        await ErasedAgain.Run(app.Services.GetRequiredService<ErasureLedger>(), app.Services.GetRequiredService<Erasure>(), app.Logger, default);
        return app;
    }

    private static KeysBacklog Backlog(IServiceProvider services, KeptKeys kept) => ActivatorUtilities.CreateInstance<KeysBacklog>(services, kept);
}
