using Guzhang.AppHost.Planning;

namespace Guzhang.AppHost.Native;

/// <summary>
/// The file of the clients that Identity knows, with their secrets: every service, the console, and those of the demo and of
/// trials. Written anew at every start from secrets that stay.
/// </summary>
public static class ClientsFile
{
    public static string PathIn(SecretFolder secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return Path.Combine(secrets.Folder, "clients.json");
    }

    /// <summary>The secret of one client, made when it is first asked for.</summary>
    public static string Secret(SecretFolder secrets, string client)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return Topology.TrialClients.ContainsKey(client) ? secrets.Get("trial", client) : secrets.Get(client, Topology.ClientSecret);
    }

    /// <param name="secrets">where the file and the secrets are</param>
    /// <param name="county">the division of every service</param>
    /// <param name="console">the console's address; without one nobody can sign in to it</param>
    public static void Write(SecretFolder secrets, string county, Uri? console = null)
    {
        var template = ClientList.Template(county, trials: true, console: console is not null);
        SecretFolder.Write(PathIn(secrets), Placeholder.Fill(template, placeholder => placeholder.Kind switch
        {
            "secret" => secrets.Get(placeholder),
            _ => console!.AbsoluteUri.TrimEnd('/'),
        })!);
    }
}
