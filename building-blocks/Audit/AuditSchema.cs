using Npgsql;

namespace Guzhang.Audit;

/// <summary>Makes the audit tables of a service's database.</summary>
public static class AuditSchema
{
    private const string Versions = "audit_versions";

    /// <summary>
    /// Runs the scripts that have not run. <paramref name="login"/> is the service's login where somebody else (the
    /// superuser) runs them: it then owns nothing here, may read and insert, and can't give itself more.
    /// </summary>
    /// <exception cref="InvalidOperationException">A script failed; the message names it.</exception>
    public static void Install(string connectionString, string? login = null)
    {
        Migrations.Run(connectionString, typeof(AuditSchema).Assembly, Versions);
        if (login is not null)
        {
            Grant(connectionString, login);
        }
    }

    private static void Grant(string connectionString, string login)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(
            $"""
            select format('grant usage on schema audit to %1$I; grant select, insert on audit.entries, audit.seals to %1$I;
                grant select, insert, delete on audit.pending to %1$I; grant select on public.{Versions} to %1$I', $1)
            """,
            connection);
        command.Parameters.Add(new() { Value = login });
        var grants = (string)command.ExecuteScalar()!;
#pragma warning disable CA2100 // Made by the server, the name quoted.
        using var granting = new NpgsqlCommand(grants, connection);
#pragma warning restore CA2100
        granting.ExecuteNonQuery();
    }
}
