using Guzhang.Journal;
using Guzhang.ServiceDefaults;
using Npgsql;

namespace Guzhang.Collection.JournalStores;

/// <summary>Where the journal may be kept besides the service's own database: nowhere, in a build without EventStoreDB.</summary>
internal static class Elsewhere
{
    /// <exception cref="SettingException">Always: asked for by a setting, and not there.</exception>
    public static void Add(IHostApplicationBuilder builder, JournalOptions options) => throw Missing();

    /// <exception cref="SettingException">Always.</exception>
    public static Task Move(string to, NpgsqlDataSource database, IConfiguration settings, Action<string> progress) => throw Missing();

    private static SettingException Missing() => new(
        "配置项 ConnectionStrings:EventStoreDb 要求把日志存放在 EventStoreDB，但本程序构建时未包含它：请以 -p:UseEventStoreDb=true 重新构建，或去掉该配置项");
}
