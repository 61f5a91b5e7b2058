using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpenIddict.EntityFrameworkCore.Models;

namespace Guzhang.Identity.Accounts;

/// <summary>
/// Accounts, and what the OpenID Connect server keeps: clients, authorizations, tokens. The tables are made by Scripts/*.sql;
/// a test holds them against this model.
/// </summary>
public sealed partial class IdentityDb(DbContextOptions<IdentityDb> options) : IdentityUserContext<Account, Guid>(options)
{
    /// <summary>The open connection, for audit rows in the same transaction.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.UseOpenIddict();
        builder.HasDefaultSchema("identity");
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed)
                .Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
            account.HasIndex(a => a.LinkHash).IsUnique();
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        builder.Entity<OpenIddictEntityFrameworkCoreApplication>().ToTable("clients");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().ToTable("authorizations");
        builder.Entity<OpenIddictEntityFrameworkCoreScope>().ToTable("scopes");
        builder.Entity<OpenIddictEntityFrameworkCoreToken>().ToTable("tokens");
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Capital().Replace(property.Name, "_$1").ToLowerInvariant());
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName($"{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => p.GetColumnName()))}");
        }
    }

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex Capital();
}
