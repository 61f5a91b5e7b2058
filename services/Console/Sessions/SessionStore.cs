using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace Guzhang.Console.Sessions;

/// <summary>
/// Sessions in the gateway's database: the browser has a key and nothing else, so what it can't keep it can't lose, every
/// copy of the gateway knows every session, and signing out ends it wherever its cookie has got to.
/// </summary>
internal sealed class SessionStore(NpgsqlDataSource database, IDataProtectionProvider protection) : ITicketStore
{
    private static readonly TimeSpan WithoutExpiry = TimeSpan.FromHours(1);

    private readonly IDataProtector sealing = protection.CreateProtector("session");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await RenewAsync(key, ticket);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        await using var command = database.CreateCommand(
            """
            with old as (delete from console.sessions where expires_at < now())
            insert into console.sessions (key, ticket, expires_at) values ($1, $2, $3)
            on conflict (key) do update set ticket = excluded.ticket, expires_at = excluded.expires_at
            """);
        command.Parameters.Add(new() { Value = Hash(key) });
        command.Parameters.Add(new() { Value = sealing.Protect(TicketSerializer.Default.Serialize(ticket)) });
        command.Parameters.Add(new() { Value = (ticket.Properties.ExpiresUtc ?? DateTimeOffset.UtcNow + WithoutExpiry).ToUniversalTime() });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await using var command = database.CreateCommand("select ticket from console.sessions where key = $1 and expires_at > now()");
        command.Parameters.Add(new() { Value = Hash(key) });
        if (await command.ExecuteScalarAsync() is not byte[] ticket)
            return null;
        try
        {
            return TicketSerializer.Default.Deserialize(sealing.Unprotect(ticket));
        }
        catch (CryptographicException)
        {
            return null; // its key is gone: whoever it was signs in again
        }
    }

    public async Task RemoveAsync(string key)
    {
        await using var command = database.CreateCommand("delete from console.sessions where key = $1");
        command.Parameters.Add(new() { Value = Hash(key) });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>As the cookie's handler asks; remembers the key for <see cref="TokenRefresh"/>.</summary>
    public Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        httpContext.Items[typeof(SessionStore)] = key;
        return RetrieveAsync(key);
    }

    /// <summary>The key by which this request's session was found.</summary>
    public static string? KeyOf(HttpContext http) => http.Items[typeof(SessionStore)] as string;

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
