using System.Reflection;
using DbUp;

namespace Guzhang.Audit;

/// <summary>Runs plain SQL scripts, each once.</summary>
public static class Migrations
{
    /// <summary>
    /// Runs what of the scripts embedded in <paramref name="assembly"/> has not run, in the order of their names, one
    /// transaction each; <paramref name="versions"/> is the table (in schema public) that remembers them. Copies that start
    /// together wait for each other on its lock.
    /// </summary>
    /// <exception cref="InvalidOperationException">A script failed; the message names it.</exception>
    public static void Run(string connectionString, Assembly assembly, string versions = "schema_versions")
    {
        var result = DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(assembly, name => name.EndsWith(".sql", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .JournalToPostgresqlTable("public", versions)
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }
}
