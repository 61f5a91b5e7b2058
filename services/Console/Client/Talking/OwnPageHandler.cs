using System.Net;
using Guzhang.Console.Client.Shell;

namespace Guzhang.Console.Client.Talking;

/// <summary>Proves to the gateway that a change is asked for by our own page, and tells the session how it went.</summary>
internal sealed class OwnPageHandler(Session session) : DelegatingHandler(new HttpClientHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && session.Me?.FormToken is { } token)
        {
            request.Headers.TryAddWithoutValidation("X-Guzhang-Form", token);
        }

        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            session.Reached(true);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                session.Expire();
            }

            return answer;
        }
        catch (HttpRequestException)
        {
            session.Reached(false);
            throw;
        }
    }
}
